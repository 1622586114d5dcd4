import { Unit } from '#client/components/Unit.tsx'
import { num } from '#client/theme/format.ts'

const MOST_DECIMALS = 3

/** As meters show it: whole numbers without decimals. */
export const amountText = (value: number | null): string =>
  num(value, value === null || Number.isInteger(value) ? 0 : MOST_DECIMALS)

/** What a meter said, with its unit. */
export function MeterAmount({ value, unit }: { value: number | null; unit: string | null }) {
  return (
    <bdi className="meter-amount">
      {amountText(value)} {value !== null && unit !== null && <Unit>{unit}</Unit>}
    </bdi>
  )
}
