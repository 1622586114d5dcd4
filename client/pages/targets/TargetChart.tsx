import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { useDirection } from '@mantine/core'
import type { ReductionTargetReply } from '#shared/api/reductionTargets.ts'
import { pathIn } from '#shared/targets/targetPath.ts'
import { amountText } from './amounts.ts'
import { useTargetWords } from './words/useTargetWords.ts'

const HEIGHT = 200

/**
 * Years so far as bars under the path of the promise, from zero. The table beside it says the same in numbers, so it is hidden
 * from readers of the screen. In Arabic time runs from the right.
 */
export function TargetChart({ target }: { target: ReductionTargetReply }) {
  const t = useTargetWords()
  const isRtl = useDirection().dir === 'rtl'
  const { base, base_cycle: first, target_year: targetYear, reduction_percent: reductionPercent, progress } = target
  const scale = target.denominator === null ? 1000 : 1
  const last = Math.max(targetYear, ...progress.map(({ year }) => year))
  const line = { baseYear: first.year, targetYear, reductionPercent }
  const years = Array.from({ length: last - first.year + 1 }, (_, at) => first.year + at).map((year) => {
    const actual = progress.find((one) => one.year === year)?.actual ?? null
    const path = base === null ? null : pathIn(year, base, line)
    return {
      year: String(year),
      actual: actual === null ? null : actual / scale,
      path: path === null ? null : path / scale,
    }
  })
  return (
    <div dir="ltr" aria-hidden="true" className="target-chart">
      <CompositeChart
        h={HEIGHT}
        data={isRtl ? years.toReversed() : years}
        dataKey="year"
        withDots={false}
        withLegend={false}
        gridAxis="x"
        tickLine="none"
        strokeDasharray="0"
        curveType="linear"
        maxBarWidth={30}
        gridColor="var(--chart-grid)"
        yAxisProps={{ width: 52, tickCount: 4, orientation: isRtl ? 'right' : 'left', domain: [0, 'auto'] }}
        valueFormatter={amountText}
        composedChartProps={{ accessibilityLayer: false, margin: { top: 8, right: 4, bottom: 0, left: 4 } }}
        barProps={{ isAnimationActive: false }}
        lineProps={{ isAnimationActive: false, strokeDasharray: '4 3', strokeWidth: 1.5 }}
        series={[
          { name: 'actual', label: t('actual'), type: 'bar', color: 'var(--c-accent)' },
          { name: 'path', label: t('path'), type: 'line', color: 'var(--chart-last)' },
        ]}
      />
    </div>
  )
}
