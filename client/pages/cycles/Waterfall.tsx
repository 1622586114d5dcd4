import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useDirection } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { num, signed } from '#client/theme/format.ts'
import { CAUSE_NAMES } from './causeWords.ts'
import { type Cause, changeSteps } from './changeSteps.ts'

const HEIGHT = 260

interface WaterfallBar extends Record<string, unknown> {
  label: string
  range: [number, number]
  color: string
  /** Null: a total. */
  cause: Cause | null
}

/**
 * From the one total to the other, cause by cause; rising is amber, falling green, as everywhere; what is
 * only unknown is neither. A bar leads to its rows. The table beside it says the same in numbers and leads there too, so it
 * is hidden from readers of the screen.
 */
export function Waterfall({ data, onOpen }: { data: CycleComparison; onOpen: (cause: Cause) => void }) {
  const t = useCycleWords()
  const isRtl = useDirection().dir === 'rtl'
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  const { before, after, total } = data
  const whole = (label: string, kg: number | null): WaterfallBar => ({
    label,
    range: [0, (kg ?? 0) / 1000],
    color: 'var(--c-line-strong)',
    cause: null,
  })
  const bars = [
    whole(before.name, total.before_kg),
    ...changeSteps(total).map(({ cause, fromT, toT }): WaterfallBar => ({
      label: t(CAUSE_NAMES[cause]),
      cause,
      range: [fromT, toT],
      color: cause === 'other' ? 'var(--c-info)' : toT > fromT ? 'var(--c-warn)' : 'var(--c-ok)',
    })),
    whole(after.name, total.after_kg),
  ]
  const largest = Math.max(...bars.flatMap(({ range }) => range))
  const digits = largest >= 20 ? 0 : largest >= 2 ? 1 : 2
  return (
    <div dir="ltr" aria-hidden="true" className="change-chart">
      <BarChart
        h={HEIGHT}
        data={isRtl ? bars.toReversed() : bars}
        dataKey="label"
        series={[{ name: 'range', label: t('tonnes'), color: 'var(--c-line-strong)' }]}
        withLegend={false}
        withXAxis={!isPhone}
        gridAxis="x"
        tickLine="none"
        strokeDasharray="0"
        gridColor="var(--chart-grid)"
        maxBarWidth={44}
        yAxisProps={{ width: 52, tickCount: 4, orientation: isRtl ? 'right' : 'left', domain: [0, 'auto'] }}
        xAxisProps={{ interval: 0 }}
        valueFormatter={(amountT) => num(amountT, digits)}
        barChartProps={{ accessibilityLayer: false, margin: { top: 8, right: 4, bottom: 0, left: 4 } }}
        barProps={{
          isAnimationActive: false,
          style: { cursor: 'pointer' },
          onClick: (_, index) => {
            const cause = (isRtl ? bars.toReversed() : bars)[index]?.cause ?? null
            if (cause !== null) {
              onOpen(cause)
            }
          },
        }}
        tooltipProps={{
          content: ({ label }) => {
            const bar = bars.find((one) => one.label === label)
            return bar === undefined ? null : (
              <div className="change-tip">
                {bar.label}:{' '}
                <bdi>
                  {bar.range[0] === 0 ? num(bar.range[1], digits) : signed(bar.range[1] - bar.range[0], digits)}
                </bdi>
              </div>
            )
          },
        }}
      />
    </div>
  )
}
