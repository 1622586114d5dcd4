import type { FactorOffer } from '#shared/api/factorOffers.ts'
import { signed, tonnes } from '#client/theme/format.ts'

/** What tells an offer from the others: a factor may be in cells and among the choices of several columns. */
export const offerKey = ({ from, column }: FactorOffer): string => `${column?.field_id ?? ''} ${from.id}`

/** Signed tonnes of CO2e of a change in kilograms. */
export function changeText(kg: number): string {
  const text = tonnes(Math.abs(kg) / 1000)
  return kg === 0 ? text : `${signed(Math.sign(kg)).charAt(0)}${text}`
}

/** By how many kilograms of CO2e a total changes with all of them. */
export const totalOf = (offers: readonly FactorOffer[]): number =>
  offers.reduce((total, { before_kg: before, after_kg: after }) => total + (after ?? 0) - (before ?? 0), 0)
