import type { Knex } from 'knex'

import type { EmissionRow, EmissionRowsQuery, EmissionRowsReply } from '#shared/api/emissionRows.ts'
import { type ChosenRows, chooseRows, type EmissionFilters, existingRows } from '#server/emissions/chosenRows.ts'
import { boundaryOf, sharesOf, type SiteShare } from '#server/boundary/siteShares.ts'
import { type Inventory, loadInventory } from '#server/emissions/inventory.ts'
import { addKnown } from '#server/emissions/emissionGroups.ts'
import { partOfRow } from '#server/emissions/partOfRow.ts'
import { rowTextOrdinals } from '#server/emissions/rowTexts.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { keysetPage } from '../routing/keyset.ts'

/** Below every amount, so that rows without a result come last. */
const UNKNOWN_RANK = '-1e308'

interface RowRecord {
  table_id: string
  row_id: string
  values: Record<string, unknown>
  site: string | null
  month: string | null
  amount_kg: number | null
  incomplete: boolean
  errors: number
  rank: number
}

/**
 * One page of the rows behind a number, largest first, with what all pages come to. A table that counts nothing stands
 * behind no amount; its gaps and errors are counted, so their rows are listed. Throws `not-found` when there is no such cycle.
 */
export async function listEmissionRows(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
  query: EmissionRowsQuery,
  filters: EmissionFilters,
): Promise<EmissionRowsReply> {
  const inventory = await loadInventory(trx, cycleId, filters.readable)
  if (inventory === null) {
    throw new NotFoundError('cycle')
  }
  const tables = inventory.tables.filter(
    (table) => table.counts || query.incomplete === 'true' || query.errors === 'true',
  )
  const chosen = chooseRows(cycleId, tables, filters)
  const { data, next_cursor } = await keysetPage<RowRecord>(
    trx.from(amounts(trx, chosen, query).as('amounts')).select<RowRecord[]>('*'),
    {
      columns: ['rank', 'table_id', 'row_id'],
      keyOf: (row) => [row.rank, row.table_id, row.row_id],
      descending: true,
    },
    query,
  )
  const share = sharesOf(await boundaryOf(trx, cycleId))
  const sums = await sumsByTable(trx, chosen, query)
  const summary = tableSums(sums, inventory)
  const place = { projectId: inventory.cycle.projectId, cycleId }
  const texts = await rowTextOrdinals(trx, identity, place, summary.map(placeOf))
  return {
    data: data.map((row) => presentRow(row, texts.get(row.table_id) ?? [], inventory, share)),
    next_cursor,
    rows: summary.reduce((sum, table) => sum + table.rows, 0),
    amount_kg: addKnown(sums.map((sum) => sum.amount_kg)),
    counted_kg: addKnown(sums.map(({ amount_kg: kg, site }) => (kg === null ? null : kg * share(site)))),
    tables: summary,
  }
}

function amounts(trx: Knex.Transaction, chosen: ChosenRows, query: EmissionRowsQuery): Knex.QueryBuilder {
  const amount = partOfRow(query.part)
  return narrowed(trx, chosen, query)
    .select('table_id', 'row_id', 'values', 'site', 'month', 'incomplete', 'errors')
    .select(trx.raw(`${amount} as amount_kg, coalesce(${amount}, ${UNKNOWN_RANK}::double precision) as rank`))
}

function sumsByTable(trx: Knex.Transaction, chosen: ChosenRows, query: EmissionRowsQuery): Promise<TableSum[]> {
  return narrowed(trx, chosen, query)
    .groupBy('table_id', 'site')
    .select('table_id', 'site')
    .select<TableSum[]>(trx.raw(`count(*)::int as "rows", sum(${partOfRow(query.part)}) as amount_kg`))
}

interface TableSum {
  table_id: string
  site: string | null
  rows: number
  amount_kg: number | null
}

function narrowed(trx: Knex.Transaction, chosen: ChosenRows, query: EmissionRowsQuery): Knex.QueryBuilder {
  const rows = existingRows(trx, chosen)
  if (query.part !== undefined) {
    void rows.whereRaw(`${partOfRow(query.part)} <> 0`)
  }
  if (query.incomplete === 'true') {
    void rows.where('incomplete', true)
  }
  if (query.errors === 'true') {
    void rows.where('errors', '>', 0)
  }
  return rows
}

function tableSums(sums: readonly TableSum[], inventory: Inventory): EmissionRowsReply['tables'] {
  const moduleNames = new Map(inventory.modules.map((module) => [module.id, module.name]))
  return inventory.tables
    .flatMap(({ id, moduleId, name, scope }) => {
      const own = sums.filter((sum) => sum.table_id === id)
      const rows = own.reduce((all, sum) => all + sum.rows, 0)
      const amount = { rows, amount_kg: addKnown(own.map((sum) => sum.amount_kg)) }
      const module_name = moduleNames.get(moduleId) ?? ''
      return own.length === 0 ? [] : [{ table_id: id, ...amount, module_id: moduleId, name, module_name, scope }]
    })
    .toSorted((a, b) => (b.amount_kg ?? -Infinity) - (a.amount_kg ?? -Infinity))
}

const placeOf = (table: { table_id: string; module_id: string }): { id: string; moduleId: string } => ({
  id: table.table_id,
  moduleId: table.module_id,
})

function presentRow(row: RowRecord, texts: readonly number[], inventory: Inventory, share: SiteShare): EmissionRow {
  const { table_id, row_id, values, site, month, amount_kg, incomplete, errors } = row
  return {
    table_id,
    row_id,
    texts: texts.flatMap((ordinal) => {
      const text = values[ordinal]
      return typeof text === 'string' && text !== '' ? [text] : []
    }),
    site,
    site_name: site === null ? null : (inventory.siteNames.get(site) ?? site),
    month,
    amount_kg,
    share: share(site),
    incomplete,
    errors,
  }
}
