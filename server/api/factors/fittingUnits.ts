import type { Knex } from 'knex'
import { isSameDimension } from '#shared/quantities/dimension.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'

/** Units of published factors that convert to `unit`; null for any: `unit` is none or not known. */
export async function fittingUnits(trx: Knex, unit: string | null): Promise<string[] | null> {
  const wanted = unit === null ? null : parseUnit(unit)
  if (wanted?.ok !== true) {
    return null
  }
  const units: string[] = await trx('library_factors').whereNotNull('unit').distinct().pluck('unit')
  return units.filter((text) => {
    const parsed = parseUnit(text)
    return parsed.ok && isSameDimension(parsed.value.dimension, wanted.value.dimension)
  })
}
