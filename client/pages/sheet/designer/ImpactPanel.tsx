import { IconAlertTriangle, IconLock } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import { num, tonnes } from '#client/theme/format.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const KG_PER_TONNE = 1000

/** Beside a change that is drafted: what it would do (`children`), why it cannot be, or that this is being found out. */
export function ImpactPanel(props: {
  reasons: readonly string[]
  isWaiting: boolean
  t: SheetTranslate
  children: ReactNode
}) {
  const { reasons, isWaiting, t, children } = props
  return (
    <aside className="designer-impact" aria-label={t('impactTitle')} aria-live="polite">
      <h2>{t('impactTitle')}</h2>
      {reasons.length > 0 && (
        <div className="note note-bad" role="alert">
          <IconAlertTriangle size={16} stroke={1.7} />
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {reasons.length === 0 && isWaiting && <p className="dim">{t('impactWaiting')}</p>}
      {children}
    </aside>
  )
}

/** A cycle that is locked, and what that means for the change. */
export function LockedCycle({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h3>
        <bdi>{name}</bdi> <IconLock size={13} stroke={1.7} aria-hidden />
      </h3>
      <p className="dim">{children}</p>
    </section>
  )
}

/** What the change does in one cycle: how many of what, totals before and after, and whatever else there is to see. */
export function CycleImpact(props: {
  name: string
  counts: readonly (readonly [label: string, count: number])[]
  /** In kg CO2e; null: there is none. */
  totals: readonly (readonly [label: string, kg: { before: number | null; after: number | null }])[]
  children?: ReactNode
}) {
  return (
    <section>
      <h3>
        <bdi>{props.name}</bdi>
      </h3>
      <dl className="designer-counts">
        {props.counts.map(([label, count]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{num(count)}</dd>
          </Fragment>
        ))}
        {props.totals.map(([label, kg]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi>{changeText(kg)}</bdi>
            </dd>
          </Fragment>
        ))}
      </dl>
      {props.children}
    </section>
  )
}

function changeText({ before, after }: { before: number | null; after: number | null }): string {
  const [old, now] = [before, after].map((kg) => tonnes(kg === null ? null : kg / KG_PER_TONNE))
  return `${old === now ? '' : `${old} → `}${now} tCO₂e`
}
