import type { Knex } from 'knex'
import { daysOf } from '#shared/cycles/period.ts'
import { boundaryOf, sharesOf } from '../boundary/siteShares.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import { type Inventory, type InventoryTable, loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { rowTextOrdinals } from '../emissions/rowTexts.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { type ComparedResult, compareTable, type TableComparison } from './compareTable.ts'
import { correctedEffects } from './rowEffects.ts'

/** What of two cycles a person may compare. */
export interface ComparisonBasis {
  inventory: Inventory
  /** Those with results that they may sum in both cycles. */
  tables: readonly InventoryTable[]
  /** Those whose fields mean something else, or are computed otherwise, in one of both. */
  changed: ReadonlySet<string>
  /** Reads and computes every row of one of the tables. */
  compare: (table: InventoryTable) => Promise<TableComparison>
}

/** Finds out what can be compared; no row is read for that. */
export async function comparisonBasis(
  trx: Knex.Transaction,
  identity: Identity,
  before: Cycle,
  after: Cycle,
): Promise<ComparisonBasis> {
  const [inBefore, inAfter] = [
    await readableSheetsOf(trx, identity, before.id),
    await readableSheetsOf(trx, identity, after.id),
  ]
  const readable = { ...inAfter, tableIds: inAfter.tableIds.filter((id) => inBefore.tableIds.includes(id)) }
  const inventory = (await loadInventory(trx, after.id, readable))!
  const tables = inventory.tables.filter(({ counts }) => counts)
  const place = { projectId: after.projectId, cycleId: after.id }
  const texts = await rowTextOrdinals(trx, identity, place, tables)
  const changed = await changedTables(trx, tables, before.id, after.id)
  const months = Math.round((daysOf({ startsOn: before.startsOn, endsOn: after.startsOn }) * 12) / 365.25)
  const [shareBefore, shareAfter] = [
    sharesOf(await boundaryOf(trx, before.id)),
    sharesOf(await boundaryOf(trx, after.id)),
  ]
  const corrects = after.restates === before.id && after.restatement?.cause === 'error'
  const shares = (was: string | null, is: string | null) => ({ before: shareBefore(was), after: shareAfter(is) })
  return {
    inventory,
    tables,
    changed,
    compare: async ({ id: tableId }) => {
      const compared = await compareTable(trx, {
        tableId,
        before,
        after,
        months,
        shares,
        textOrdinal: texts.get(tableId)?.[0],
        isOtherTable: changed.has(tableId),
      })
      return corrects ? { ...compared, rows: compared.rows.map(corrected) } : compared
    },
  }
}

const corrected = (row: ComparedResult): ComparedResult => ({ ...row, effects: correctedEffects(row.effects) })

/** Tables of which a field holds, or computes, something else in one of the two: the old values cannot be read in the new way. */
async function changedTables(
  trx: Knex.Transaction,
  tables: readonly InventoryTable[],
  before: string,
  after: string,
): Promise<Set<string>> {
  const ids = tables.map(({ id }) => id)
  const [old, now] = [await fieldsInCycle(trx, ids, before), await fieldsInCycle(trx, ids, after)]
  const meaningOf = ({ type, unit, formula }: (typeof now)[number]): string => JSON.stringify([type, unit, formula])
  const meant = new Map(old.map((field) => [field.id, meaningOf(field)]))
  return new Set(now.filter((field) => meant.get(field.id) !== meaningOf(field)).map((field) => field.table_id))
}
