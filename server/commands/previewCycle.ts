import type { Knex } from 'knex'
import type { CyclePreview } from '#shared/api/cycles.ts'
import { loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { RowColumns } from '../emissions/RowColumns.ts'
import { resultsOfRows } from '../emissions/rowResults.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import { storedRows } from '../emissions/storedRows.ts'
import { compilePlans } from '../emissions/tablePlans.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { checkCycle, type CycleDraft } from './cycleProblems.ts'

type Amounts = CyclePreview['total']

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
    const { isForeseen, ...amounts } = counts ? await amountsOf(trx, id, draft) : { ...noAmounts(), isForeseen: true }
    gathering.push(...(isForeseen ? [] : [name]))
    add(total, amounts)
    if (amounts.before_kg !== amounts.after_kg || amounts.rows_before !== amounts.rows_after) {
      tables.push({ ...amounts, table_id: id, name, module_name: names.get(moduleId) ?? '' })
    }
  }
  return { warnings: [...warnings, ...unforeseen(gathering)], total, tables }
}

async function amountsOf(
  trx: Knex.Transaction,
  tableId: string,
  { id: cycleId, gwpSet, factorYear }: CycleDraft & { id: string },
): Promise<Amounts & { isForeseen: boolean }> {
  const amounts = noAmounts()
  const [now, schema] = [
    await loadSheetSchema(trx, tableId, cycleId),
    await loadSheetSchema(trx, tableId, cycleId, { gwpSet, factorYear }),
  ]
  if (now === null || schema === null) {
    return { ...amounts, isForeseen: true }
  }
  if (now.context.gwpSet === gwpSet && now.context.factorYear === factorYear) {
    return { ...(await unchangedAmounts(trx, tableId, cycleId)), isForeseen: true }
  }
  const plans = compilePlans(schema)
  const isForeseen = plans.result === null || !plans.gathering.has(plans.result.field.key)
  for await (const rows of storedRows(trx, tableId, cycleId)) {
    const columns = new RowColumns(rows.map(({ values }) => values))
    const after = resultsOfRows(plans, columns, Uint32Array.from(rows.keys()))
    rows.forEach(({ co2e_kg: before }, i) => {
      const now = isForeseen ? (after[i]?.co2eKg ?? null) : before
      add(amounts, {
        before_kg: before,
        after_kg: now,
        rows_before: before === null ? 0 : 1,
        rows_after: now === null ? 0 : 1,
      })
    })
  }
  return { ...amounts, isForeseen }
}

/** What results that depend on other rows will be is known when those are computed. */
function unforeseen(tables: readonly string[]): CyclePreview['warnings'] {
  const message = `The results of ${tables.join(', ')} depend on other rows. They are shown as they are now, and follow afterwards.`
  return tables.length === 0 ? [] : [{ path: '', code: 'not-foreseen', message }]
}

/** Nothing that rows are computed with changes, so nothing has to be computed. */
async function unchangedAmounts(trx: Knex.Transaction, tableId: string, cycleId: string): Promise<Amounts> {
  const { kg, rows }: { kg: number | null; rows: number } = await trx('rows')
    .where({ table_id: tableId, cycle_id: cycleId, deleted: false })
    .first(trx.raw('sum(co2e_kg) AS kg, count(co2e_kg)::int AS "rows"'))
  return { before_kg: kg, after_kg: kg, rows_before: rows, rows_after: rows }
}

const noAmounts = (): Amounts => ({ before_kg: null, after_kg: null, rows_before: 0, rows_after: 0 })

function add(sum: Amounts, more: Amounts): void {
  sum.before_kg = more.before_kg === null ? sum.before_kg : (sum.before_kg ?? 0) + more.before_kg
  sum.after_kg = more.after_kg === null ? sum.after_kg : (sum.after_kg ?? 0) + more.after_kg
  sum.rows_before += more.rows_before
  sum.rows_after += more.rows_after
}
