import type { UncertaintyFigures } from '#shared/api/uncertainty.ts'
import { num, pct, signed } from '#client/theme/format.ts'

type Interval = NonNullable<UncertaintyFigures['interval']>

/** `±4.6 %`, or both sides where they differ: `−33.3 % +50.0 %`. `amountKg`: what the interval is of. */
export function rangeText({ low_kg: low, high_kg: high }: Interval, amountKg: number): string {
  const [down, up] = [low, high].map((end) => (100 * (end - amountKg)) / Math.abs(amountKg))
  if (down === undefined || up === undefined) {
    return ''
  }
  return Math.abs(down + up) < 0.05 ? `±${pct(up)}` : `${signed(down, 1)}\u00a0% ${signed(up, 1)}\u00a0%`
}

/** Both ends in tonnes, with as many decimals as the larger one needs. */
export function intervalText({ low_kg: low, high_kg: high }: Interval): string {
  const size = Math.max(Math.abs(low), Math.abs(high)) / 1000
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3
  return `${num(low / 1000, digits)} – ${num(high / 1000, digits)}`
}
