import type { Knex } from 'knex'

import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { type FactorsAs, factorsById, readsCells } from './factorsOf.ts'

/** The factors that the cells of a sheet name in these fields, as far as formulas read them. */
export async function factorsInCells(
  trx: Knex.Transaction,
  { tableId, cycleId, factorsAs }: { tableId: string; cycleId: string; factorsAs: FactorsAs },
  fields: readonly Field[],
): Promise<EmissionFactor[]> {
  const named = await factorIdsInCells(trx, { tableId, cycleId }, fields.filter(readsCells))
  const factors = await factorsById(
    trx,
    named.map(({ id }) => id),
    factorsAs,
  )
  return [...factors.values()]
}

/** What the cells of a sheet name in these fields, each once; those of deleted rows too, unless they are left out. */
export async function factorIdsInCells(
  trx: Knex.Transaction,
  { tableId, cycleId, deleted }: { tableId: string; cycleId: string; deleted?: false },
  fields: readonly Pick<Field, 'ordinal'>[],
): Promise<{ id: string }[]> {
  return fields.length === 0
    ? []
    : trx('rows')
        .joinRaw('CROSS JOIN unnest(?::text[]) AS field (ordinal)', [fields.map(({ ordinal }) => String(ordinal))])
        .where({ table_id: tableId, cycle_id: cycleId, ...(deleted === false && { deleted }) })
        .whereRaw('rows.values ->> field.ordinal IS NOT NULL')
        .distinct(trx.raw('rows.values ->> field.ordinal AS id'))
}
