import type { Knex } from 'knex'
import type { FactorSetFact } from '#shared/reports/reportFacts.ts'
import { factorIdsInCells } from '../emissions/factorsInCells.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import type { Cycle } from '../models/Cycle.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'

/**
 * The publications of the factors that rows of a cycle name, in a cell or by a choice, with how many factors of each: of fields
 * that the person may read, in tables whose sums they may see.
 */
export async function factorSetsInUse(
  trx: Knex.Transaction,
  identity: Identity,
  { id: cycleId, projectId, factorYear }: Cycle,
  tableIds: readonly string[],
): Promise<FactorSetFact[]> {
  const fields = await fieldsByTable(trx, tableIds, cycleId)
  const modules: { id: string; moduleId: string }[] = await trx('tables')
    .whereIn('id', [...tableIds])
    .select('id', 'module_id as moduleId')
  const used = new Set<string>()
  for (const { id: tableId, moduleId } of modules) {
    const roles = rolesOn(identity.grants, { projectId, moduleId })
    for (const field of readableFields(fields.get(tableId) ?? [], roles, identity.grants)) {
      const byChoice = new Map(field.options.map(({ id, factors }) => [id, factors?.[factorYear]]))
      if (field.type === 'factor' || [...byChoice.values()].some((factor) => factor !== undefined)) {
        const named = await factorIdsInCells(trx, { tableId, cycleId, deleted: false }, [field])
        named
          .flatMap(({ id }) => (field.type === 'factor' ? id : (byChoice.get(id) ?? [])))
          .forEach((id) => used.add(id))
      }
    }
  }
  return trx('library_factors')
    .whereIn('id', [...used])
    .groupBy('publisher', 'title', 'edition')
    .orderBy(['publisher', 'title', 'edition'])
    .select('publisher', 'title', 'edition', trx.raw('count(*)::int AS factors'))
}
