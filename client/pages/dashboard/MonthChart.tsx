import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { useDirection } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { num } from '#client/theme/format.ts'
import { CHART_HEIGHT, type MonthBar } from './monthBar.ts'

const TOP_RADIUS: [number, number, number, number] = [3, 3, 0, 0]

/** Bars by scope and last cycle's line. In Arabic time runs from the right: the data is reversed, the drawing stays left to right. */
export function MonthChart({ bars, lastName }: { bars: readonly MonthBar[]; lastName: string | null }) {
  const { t } = useTranslation()
  const isRtl = useDirection().dir === 'rtl'
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  const largest = Math.max(...bars.map((bar) => Math.max(bar.s1 + bar.s2 + bar.s3, bar.last ?? 0)))
  const digits = largest >= 20 ? 0 : largest >= 2 ? 1 : 2
  return (
    <div dir="ltr" aria-hidden="true">
      <CompositeChart
        h={CHART_HEIGHT}
        data={(isRtl ? bars.toReversed() : [...bars]).map((bar) => ({ ...bar }))}
        dataKey="label"
        withDots={false}
        withLegend={false}
        withXAxis={false}
        gridAxis="x"
        tickLine="none"
        strokeDasharray="0"
        curveType="monotone"
        maxBarWidth={30}
        gridColor="var(--chart-grid)"
        yAxisProps={{ width: isPhone ? 36 : 46, tickCount: 4, orientation: isRtl ? 'right' : 'left' }}
        valueFormatter={(amountT) => num(amountT, digits)}
        composedChartProps={{
          barCategoryGap: '28%',
          margin: { top: 6, right: 2, bottom: 10, left: 2 },
          accessibilityLayer: false,
        }}
        barProps={(series) => ({
          stackId: 'scopes',
          isAnimationActive: false,
          stroke: 'var(--c-body)',
          strokeWidth: 1,
          radius: series.name === 's3' ? TOP_RADIUS : 0,
        })}
        lineProps={{ isAnimationActive: false, strokeDasharray: '4 3', strokeWidth: 1.5 }}
        series={[
          { name: 's1', label: t('scope', { scope: 1 }), type: 'bar', color: 'var(--scope-1-fill)' },
          { name: 's2', label: t('scope', { scope: 2 }), type: 'bar', color: 'var(--scope-2-fill)' },
          { name: 's3', label: t('scope', { scope: 3 }), type: 'bar', color: 'var(--scope-3-fill)' },
          ...(lastName === null
            ? []
            : [{ name: 'last', label: lastName, type: 'line' as const, color: 'var(--chart-last)' }]),
        ]}
      />
    </div>
  )
}
