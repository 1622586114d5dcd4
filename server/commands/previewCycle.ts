import type { Knex } from 'knex'
import type { CyclePreview } from '#shared/api/cycles.ts'
import { addAmounts, foreseenAmounts, noAmounts } from '../emissions/foreseenAmounts.ts'
import { loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { checkCycle, type CycleDraft } from './cycleProblems.ts'

/**
 * The totals of a cycle as they are and as they would be, of the tables whose totals the person may read. The rows are
 * computed with the same plans as when it is done; nothing is written. Throws ValidationError with every problem.
 */
export async function previewCycle(
  trx: Knex.Transaction,
  identity: Identity,
  draft: CycleDraft & { id: string },
): Promise<CyclePreview> {
  const { problems, warnings } = await checkCycle(trx, draft)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const inventory = await loadInventory(trx, draft.id, await readableSheetsOf(trx, identity, draft.id))
  const names = new Map(inventory?.modules.map(({ id, name }) => [id, name]))
  const total = noAmounts()
  const tables: CyclePreview['tables'] = []
  const gathering: string[] = []
  for (const { id, name, moduleId, counts } of inventory?.tables ?? []) {
    const { isForeseen, ...amounts } = counts
      ? await foreseenAmounts(trx, { tableId: id, cycleId: draft.id }, { basis: draft })
      : { ...noAmounts(), isForeseen: true }
    gathering.push(...(isForeseen ? [] : [name]))
    addAmounts(total, amounts)
    if (amounts.before_kg !== amounts.after_kg || amounts.rows_before !== amounts.rows_after) {
      tables.push({ ...amounts, table_id: id, name, module_name: names.get(moduleId) ?? '' })
    }
  }
  return { warnings: [...warnings, ...unforeseen(gathering)], total, tables }
}

/** What results that depend on other rows will be is known when those are computed. */
export function unforeseen(tables: readonly string[]): CyclePreview['warnings'] {
  const message = `The results of ${tables.join(', ')} depend on other rows. They are shown as they are now, and follow afterwards.`
  return tables.length === 0 ? [] : [{ path: '', code: 'not-foreseen', message }]
}
