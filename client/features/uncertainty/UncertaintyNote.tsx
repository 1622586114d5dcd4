import { useQuery } from '@tanstack/react-query'
import { NumLink } from '#client/components/NumLink.tsx'
import { pct } from '#client/theme/format.ts'
import { IntervalBar } from './IntervalBar.tsx'
import { intervalText, rangeText } from './rangeText.ts'
import { uncertaintyQuery } from './uncertaintyQueries.ts'
import { useUncertaintyWords } from './words/useUncertaintyWords.ts'

/** Below a total: how sure it is, with a way to the rest. Nothing where nothing is assessed. */
export function UncertaintyNote({ cycleId }: { cycleId: string }) {
  const t = useUncertaintyWords()
  const { data } = useQuery(uncertaintyQuery(cycleId, 'lognormal'))
  const figures = data?.total
  if (figures === undefined || figures.interval === null) {
    return null
  }
  const { interval, assessed_kg: amount, assessed_percent: percent } = figures
  return (
    <div className="cap" data-testid="total-uncertainty">
      <NumLink to="/uncertainty" label={`${t('title')}: ${rangeText(interval, amount)}`}>
        {rangeText(interval, amount)}
      </NumLink>{' '}
      {percent !== null && percent < 99.95 ? (
        // the interval is of a part, and would not hold the total
        t('assessed', { percent: pct(percent, 1) })
      ) : (
        <>
          · <bdi>{intervalText(interval)}</bdi>
        </>
      )}
      <IntervalBar figures={figures} mostKg={Math.max(interval.high_kg, figures.co2e_kg ?? 0)} />
    </div>
  )
}
