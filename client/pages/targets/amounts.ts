import { num } from '#client/theme/format.ts'

/** Four significant digits, whatever the size: an intensity per unit of money is far below one. Unknown is a dash. */
export function amountText(amount: number | null): string {
  if (amount === null || amount === 0) {
    return num(amount)
  }
  const size = Math.floor(Math.log10(Math.abs(amount)))
  return num(amount, Math.max(0, Math.min(12, 3 - size)))
}

/** Kilograms as tonnes. */
export const inTonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000)
