import type { EmissionPart } from '#shared/emissions/emissionPart.ts'
import { PARTIAL_KG } from './sumPartial.ts'

/**
 * SQL for the kilograms of a part of a row's emissions, null where the row has none; without a part the whole CO2e. The
 * parts are ours, never input.
 */
export function partOfRow(part: EmissionPart | undefined): string {
  if (part === undefined) {
    return 'co2e_kg'
  }
  if (part === 'partial') {
    return PARTIAL_KG
  }
  return part === 'biogenicCO2'
    ? 'biogenic_co2_kg'
    : `(gases_kg->>'${part.replace('gwp:', 'CO2e-')}')::double precision`
}
