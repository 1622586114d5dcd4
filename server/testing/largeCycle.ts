/**
 * An open cycle of many activity rows: its sheets as documents with the rows that are derived from them, and the history that
 * imports of 20,000 rows leave. Made directly in the database, by the code that makes the demo.
 */
import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import { ORDER } from '#collab/schema/layout.ts'
import { newRowIds } from '#collab/schema/rowId.ts'
import { random } from '#collab/testing/random.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { createSeedSheets } from '../seeding/seedSheets.ts'

export interface LargeCycle {
  tenantId: string
  cycleId: string
  tableIds: readonly string[]
}

export interface LargeCycleAsked {
  tenantId: string
  /** Factors per kWh that activities name. */
  factorIds: readonly string[]
  rows: number
  rowsPerSheet?: number
}

const ROWS_PER_IMPORT = 20_000
const SITES = 24
/** Ordinals of what is entered. */
const ENTERED = [2, 3, 4, 5, 6, 7, 8]

/** In a project of its own. */
export async function largeCycle(
  owner: Knex,
  { tenantId, factorIds, rows, rowsPerSheet = 100_000 }: LargeCycleAsked,
): Promise<LargeCycle> {
  const [projectId, cycleId, moduleId] = [randomUUID(), randomUUID(), randomUUID()]
  const own = { tenant_id: tenantId }
  const key = `of_${rows}_rows`
  await owner('projects').insert({ ...own, id: projectId, key, name: `Inventory of ${rows} rows` })
  const period = { starts_on: '2025-01-01', ends_on: '2025-12-31', gwp_set: 'AR6', factor_year: 2025 }
  await owner('cycles').insert({ ...own, ...period, id: cycleId, project_id: projectId, name: 'FY2025' })
  await owner('modules').insert({ ...own, id: moduleId, project_id: projectId, key: 'fuels', name: 'Fuels', scope: 1 })
  const tableIds: string[] = []
  for (let start = 0; start < rows; start += rowsPerSheet) {
    const tableId = randomUUID()
    tableIds.push(tableId)
    await insertTable(owner, { tenantId, moduleId, tableId, position: tableIds.length }, factorIds)
    await insertSheet(owner, { tenantId, tableId, cycleId }, Math.min(rowsPerSheet, rows - start), factorIds.length)
  }
  await owner.raw('ANALYZE rows, cell_changes, bulk_changes')
  return { tenantId, cycleId, tableIds }
}

async function insertTable(
  owner: Knex,
  place: { tenantId: string; moduleId: string; tableId: string; position: number },
  factorIds: readonly string[],
): Promise<void> {
  const { tenantId, moduleId, tableId, position } = place
  const own = { tenant_id: tenantId }
  await owner('tables').insert({
    ...own,
    id: tableId,
    module_id: moduleId,
    key: `fuel_${position}`,
    name: `Fuel ${position}`,
    position,
  })
  const sites = Array.from({ length: SITES }, (_, at) => ({ id: `s${at}`, label: `Site ${at}` }))
  const activities = factorIds.map((id, at) => ({
    id: `a${at}`,
    label: `Activity ${at}`,
    factors: { 2024: factorIds[(at + 1) % factorIds.length]!, 2025: id },
  }))
  const fields = [
    { key: 'site', type: 'option', options: sites, role: 'site', required: true },
    { key: 'month', type: 'month', role: 'month', required: true },
    { key: 'activity', type: 'option', options: activities, required: true },
    { key: 'quantity', type: 'number', unit: 'kWh', required: true },
    { key: 'recovery', type: 'number' },
    { key: 'supplier', type: 'text' },
    { key: 'estimated', type: 'boolean' },
    {
      key: 'co2e',
      type: 'formula',
      unit: 'kgCO2e',
      role: 'emissions',
      formula: 'quantity * factor(activity, "CO2e") * (1 - recovery)',
    },
  ]
  await owner('fields').insert(
    fields.map(({ options = [], ...field }, at) => ({
      ...own,
      ...field,
      id: randomUUID(),
      table_id: tableId,
      name: field.key,
      ordinal: at + 2,
      position: at,
      options: JSON.stringify(options),
    })),
  )
}

async function insertSheet(
  owner: Knex,
  sheet: { tenantId: string; tableId: string; cycleId: string },
  count: number,
  activities: number,
): Promise<void> {
  const createSheets = createSeedSheets()
  const { tenantId, tableId, cycleId } = sheet
  const rowIds = newRowIds(count)
  const rows = activityCells(count, activities)
  const fields = ENTERED.map((ordinal) => ({ ordinal, readers: null }))
  await owner.transaction(async (trx) => {
    await trx.raw(`SELECT set_config('app.tenant_id', ?, true)`, [tenantId])
    await createSheets(trx, tenantId, [{ tableId, cycleId, locked: false, rowIds, fields, rows, notes: [] }])
    await insertImports(trx, sheet, rowIds, rows)
  })
}

function activityCells(count: number, activities: number): CellValue[][] {
  const next = random(count)
  return Array.from({ length: count }, (_, at) => [
    `s${at % SITES}`,
    `2025-${String(1 + (at % 12)).padStart(2, '0')}`,
    `a${Math.floor(next() * activities)}`,
    Math.round(next() * 1e7) / 1000,
    Math.round(next() * 90) / 100,
    `Supplier ${Math.floor(next() * 500)}`,
    next() < 0.1,
  ])
}

/** What the history says of rows that were imported: every cell was empty before. */
async function insertImports(
  trx: Knex.Transaction,
  { tenantId, tableId, cycleId }: { tenantId: string; tableId: string; cycleId: string },
  rowIds: readonly string[],
  rows: readonly (readonly CellValue[])[],
): Promise<void> {
  const document: { id: string } = await trx('documents').where({ table_id: tableId, cycle_id: cycleId }).first('id')
  const ordinals = [ORDER, ...ENTERED]
  for (let start = 0; start < rowIds.length; start += ROWS_PER_IMPORT) {
    const ids = rowIds.slice(start, start + ROWS_PER_IMPORT)
    const sorted = ids.toSorted()
    await trx('bulk_changes').insert({
      tenant_id: tenantId,
      table_id: tableId,
      cycle_id: cycleId,
      document_id: document.id,
      seq: start / ROWS_PER_IMPORT,
      position: 0,
      at: new Date(Date.UTC(2025, 0, 1)),
      origin: 'import',
      gesture: 'import',
      gesture_id: randomUUID(),
      row_ids: [...ids],
      first_row: sorted[0],
      last_row: sorted.at(-1),
      old: Buffer.from(encodeBlock(ids, ordinals, () => null)),
      new: Buffer.from(
        encodeBlock(ids, ordinals, (row, column) =>
          column === 0 ? `a${(start + row).toString(36).padStart(5, '0')}` : rows[start + row]![column - 1]!,
        ),
      ),
    })
  }
}
