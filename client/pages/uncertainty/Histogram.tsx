import type { SimulationReply } from '#shared/api/simulations.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { tonnes } from '#client/theme/format.ts'

const WIDTH = 400
const HEIGHT = 96

/** How often each total was drawn; what lies inside the 95 % interval in the accent, the median as a line. */
export function Histogram({ simulation }: { simulation: SimulationReply }) {
  const t = useUncertaintyWords()
  const { histogram, low_kg: low, median_kg: median, high_kg: high, mean_kg: mean } = simulation
  const { from_kg: from, to_kg: to, counts } = histogram
  const most = Math.max(1, ...counts)
  const step = WIDTH / counts.length
  const place = (kg: number): number => (to === from ? WIDTH / 2 : ((kg - from) / (to - from)) * WIDTH)
  const amount = (kg: number): string => tonnes(kg / 1000)
  const words = { from: amount(from), to: amount(to), median: amount(median), low: amount(low), high: amount(high) }
  return (
    <figure className="unc-histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t('histogram', words)}>
        {counts.map((count, at) => {
          const middle = from + ((at + 0.5) / counts.length) * (to - from)
          const height = (count / most) * (HEIGHT - 4)
          return (
            <rect
              // the steps have no other name
              key={middle}
              x={at * step + 0.5}
              y={HEIGHT - height}
              width={step - 1}
              height={height}
              fill={middle >= low && middle <= high ? 'var(--c-accent)' : 'var(--c-line-strong)'}
            />
          )
        })}
        <line x1={place(median)} x2={place(median)} y1={0} y2={HEIGHT} stroke="var(--c-text)" strokeWidth={1.5} />
      </svg>
      <figcaption className="unc-percentiles">
        {(
          [
            ['low', low],
            ['median', median],
            ['mean', mean],
            ['high', high],
          ] as const
        ).map(([key, kg]) => (
          <span key={key}>
            <span className="cap">{t(key)}</span>
            <bdi>{amount(kg)}</bdi>
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
