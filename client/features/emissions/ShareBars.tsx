import './emissions.css'
import type { ReactNode } from 'react'
import type { To } from 'react-router'
import { NumLink } from '#client/components/NumLink.tsx'
import { columnDigits, num } from '#client/theme/format.ts'

export interface Share {
  key: string
  label: ReactNode
  /** What the link says in full to a screen reader. */
  description: string
  amountT: number | null
  /** Parts of the bar in order, with their colours. Their sum is the length. */
  parts: readonly { amountT: number; colour: string }[]
  to: To | null
  mark?: ReactNode
}

/** Names with bars and numbers, for modules, sites and gases. Bars start at zero and share one scale. */
export function ShareBars({
  shares,
  hasMarks = false,
  isWide = false,
}: {
  shares: readonly Share[]
  hasMarks?: boolean
  isWide?: boolean
}) {
  const largest = Math.max(0, ...shares.map((share) => sumOf(share.parts)))
  const digits = columnDigits(shares.map((share) => share.amountT))
  return (
    <div className="mods">
      {shares.map(({ key, label, description, amountT, parts, to, mark }) => (
        <div key={key} className={hasMarks ? 'm-row' : isWide ? 'm-row m-wide' : 'm-row m-site'}>
          {hasMarks && mark}
          <span className="ell m-name" dir="auto">
            {label}
          </span>
          <span className="m-bar" aria-hidden="true">
            {parts
              .filter((part) => part.amountT > 0)
              .map((part) => (
                <i
                  key={part.colour}
                  style={{ width: `${largest === 0 ? 0 : (part.amountT / largest) * 100}%`, background: part.colour }}
                />
              ))}
          </span>
          {to === null ? (
            <span className="r">
              <bdi>{num(amountT, digits)}</bdi>
            </span>
          ) : (
            <NumLink className="r" to={to} label={description}>
              {num(amountT, digits)}
            </NumLink>
          )}
        </div>
      ))}
    </div>
  )
}

function sumOf(parts: Share['parts']): number {
  return parts.reduce((sum, part) => sum + Math.max(0, part.amountT), 0)
}
