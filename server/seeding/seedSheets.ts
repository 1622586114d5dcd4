import type { Knex } from 'knex'

import { seedOrderKeys } from '#collab/schema/orderKey.ts'
import { RowColumns, type StoredValues } from '#server/emissions/RowColumns.ts'
import { resultsOfRows } from '#server/emissions/rowResults.ts'
import { createPlanCache, type PlanCache } from '#server/emissions/tablePlans.ts'
import { writeNewNote } from '../collaboration/notes/writeNewNote.ts'
import { insertDocuments } from './insertDocuments.ts'
import type { SeedPorts, SeedSheet } from './seedPorts.ts'

/**
 * Creates sheets in one go: the document with its rows as base blocks, and beside it the derived rows, computed by the
 * code that the projector uses. So totals are right as soon as the transaction is committed, without a projector.
 */
export function createSeedSheets(): SeedPorts['createSheets'] {
  const cache = createPlanCache()
  return async (trx, tenantId, sheets) => {
    for (const sheet of sheets) {
      await insertDocuments(trx, tenantId, sheet)
      await insertDerivedRows(trx, cache, tenantId, sheet)
      await insertNotes(trx, tenantId, sheet)
    }
  }
}

async function insertDerivedRows(
  trx: Knex.Transaction,
  cache: PlanCache,
  tenantId: string,
  sheet: SeedSheet,
): Promise<void> {
  const plans = await cache.plansOf(trx, sheet.tableId, sheet.cycleId)
  if (plans === null) {
    throw new RangeError(`the seed names a sheet that does not exist: ${sheet.tableId} in ${sheet.cycleId}`)
  }
  const values = sheet.rows.map((row) => storedValues(sheet.fields, row))
  const results = resultsOfRows(
    plans,
    new RowColumns(values),
    Uint32Array.from(values, (_, index) => index),
  )
  const orderKeys = seedOrderKeys(values.length)
  const records = results.map((result, index) => ({
    row_id: sheet.rowIds[index],
    order_key: orderKeys[index],
    values: values[index],
    co2e_kg: result.co2eKg,
    gases_kg: result.gasesKg,
    biogenic_co2_kg: result.biogenicCo2Kg,
    site: result.site,
    month: result.month,
    incomplete: result.incomplete,
    errors: result.errors,
  }))
  await trx.raw(
    `insert into rows (tenant_id, table_id, cycle_id, row_id, order_key, values, co2e_kg, gases_kg, biogenic_co2_kg,
       site, month, incomplete, errors, deleted, seq)
     select ?::uuid, ?::uuid, ?::uuid, row_id, order_key, values, co2e_kg, gases_kg, biogenic_co2_kg,
       site, month, incomplete, errors, false, 0
     from jsonb_to_recordset(?::jsonb) as given (row_id text, order_key text, values jsonb, co2e_kg double precision,
       gases_kg jsonb, biogenic_co2_kg double precision, site text, month text, incomplete boolean, errors int)`,
    [tenantId, sheet.tableId, sheet.cycleId, JSON.stringify(records)],
  )
  await trx.raw('SELECT search_index_rows(?, ?, ?)', [tenantId, sheet.tableId, sheet.cycleId])
}

/** Of documents that nobody's rights have touched yet. */
const FIRST_EPOCH = 0

/** Their words and history are derived as soon as a server runs, as of every note. */
async function insertNotes(
  trx: Knex.Transaction,
  tenantId: string,
  { tableId, cycleId, notes }: SeedSheet,
): Promise<void> {
  for (const { rowId: row, userId, paragraphs } of notes) {
    const content = paragraphs.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }))
    const note = { tableId, cycleId, row, epoch: FIRST_EPOCH, content: { type: 'doc', content } as const }
    await writeNewNote(trx, { tenantId, userId, sessionId: null }, note)
  }
}

/** Empty cells are left out, as the projector does. */
function storedValues(fields: SeedSheet['fields'], row: SeedSheet['rows'][number]): StoredValues {
  return Object.fromEntries(fields.map(({ ordinal }, column) => [ordinal, row[column] ?? null]).filter(isFilled))
}

function isFilled([, value]: readonly unknown[]): boolean {
  return value !== null
}
