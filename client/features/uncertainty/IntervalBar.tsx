import type { UncertaintyFigures } from '#shared/api/uncertainty.ts'
import './uncertainty.css'

/** The interval as a band on a scale that starts at zero, with a tick for the amount it is of. */
export function IntervalBar(props: {
  figures: UncertaintyFigures
  /** End of the scale, in kilograms. */
  mostKg: number
  /** In the colour of a scope; the accent without. */
  colour?: string
}) {
  const { figures, mostKg, colour = 'var(--c-accent)' } = props
  const { interval, assessed_kg: amount } = figures
  const place = (kg: number): string => `${mostKg <= 0 ? 0 : (Math.max(0, kg) / mostKg) * 100}%`
  return (
    <span className="unc-bar" aria-hidden="true">
      {interval !== null && (
        <>
          <i
            className="unc-band"
            style={{
              insetInlineStart: place(interval.low_kg),
              width: place(interval.high_kg - Math.max(0, interval.low_kg)),
              background: colour,
            }}
          />
          <i className="unc-tick" style={{ insetInlineStart: place(amount), background: colour }} />
        </>
      )}
    </span>
  )
}
