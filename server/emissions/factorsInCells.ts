import type { Knex } from 'knex'

import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { factorsById, readsCells } from './factorsOf.ts'

/** The factors that the cells of a sheet name in these fields, as far as formulas read them. */
export async function factorsInCells(
  trx: Knex.Transaction,
  { tableId, cycleId, isLocked }: { tableId: string; cycleId: string; isLocked: boolean },
  fields: readonly Field[],
): Promise<EmissionFactor[]> {
  const ordinals = fields.filter(readsCells).map(({ ordinal }) => String(ordinal))
  if (ordinals.length === 0) {
    return []
  }
  const named: { id: string }[] = await trx('rows')
    .joinRaw('CROSS JOIN unnest(?::text[]) AS field (ordinal)', [ordinals])
    .where({ table_id: tableId, cycle_id: cycleId })
    .whereRaw('rows.values ->> field.ordinal IS NOT NULL')
    .distinct(trx.raw('rows.values ->> field.ordinal AS id'))
  const factors = await factorsById(
    trx,
    named.map(({ id }) => id),
    isLocked,
  )
  return [...factors.values()]
}
