import type { Knex } from 'knex'
import type { CycleWarning } from '#shared/api/cycles.ts'
import { COUNTED_TWICE, countedTwice, type CountedTwice } from '#shared/emissions/countedTwice.ts'
import type { Field } from '#shared/fields/field.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldsByTable } from './fieldsByTable.ts'
import { readableSheetsOf } from './readableSheetsOf.ts'

interface CountedTable {
  id: string
  name: string
  module_id: string
  module_name: string
  scope: number
  category: number | null
}

type Place = Pick<CountedTable, 'scope' | 'category'>

/** Where a factor of the kind stands, and where what it holds stands again. */
const PLACES: Readonly<Record<CountedTwice, { held: (place: Place) => boolean; again: (place: Place) => boolean }>> = {
  well_to_tank: { held: ({ scope }) => scope < 3, again: ({ category }) => category === 3 },
  waste_transport: { held: ({ category }) => category === 5, again: ({ category }) => category === 4 },
}

/**
 * What may be counted twice in a cycle: rows with a factor that holds something, and rows of other tables where the same
 * usually stands. Whether it is the same only people know, so nothing is blocked. Of tables and columns that the person may
 * read; of the rest nothing is said.
 */
export async function doubleCounting(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; projectId: string; factorYear: number },
): Promise<CycleWarning[]> {
  const { tableIds } = await readableSheetsOf(trx, identity, cycle.id)
  const tables = await tablesWithRows(trx, cycle.id, tableIds)
  const fields = await fieldsByTable(
    trx,
    tables.map(({ id }) => id),
    cycle.id,
  )
  const shown = (table: CountedTable): Field[] =>
    readableFields(
      fields.get(table.id) ?? [],
      rolesOn(identity.grants, { projectId: cycle.projectId, moduleId: table.module_id }),
      identity.grants,
    )
  const holding: { kind: CountedTwice; table: CountedTable; factors: string[] }[] = []
  for (const kind of COUNTED_TWICE) {
    const others = tables.filter(PLACES[kind].again)
    for (const table of others.length === 0 ? [] : tables.filter(PLACES[kind].held)) {
      const factors = await factorsInRows(trx, { cycle, table, fields: shown(table), kind })
      if (factors.length > 0) {
        holding.push({ kind, table, factors })
      }
    }
  }
  return [...Map.groupBy(holding, ({ kind }) => kind)].map(([kind, found]) => ({
    kind,
    factors: [...new Set(found.flatMap(({ factors }) => factors))],
    held_in: found.map(({ table }) => told(table)),
    again_in: tables.filter(PLACES[kind].again).map(told),
  }))
}

const told = ({ id, name, module_name }: CountedTable): CycleWarning['held_in'][number] => ({
  table_id: id,
  name,
  module_name,
})

/** Those of the tables that have a result in the cycle, in the order of the inventory. */
function tablesWithRows(
  trx: Knex.Transaction,
  cycleId: string,
  tableIds: readonly string[],
): Knex.QueryBuilder<object, CountedTable[]> {
  return trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .whereIn('t.id', tableIds)
    .whereExists(
      trx('rows as r')
        .whereRaw('r.tenant_id = t.tenant_id AND r.table_id = t.id')
        .where({ 'r.cycle_id': cycleId, 'r.deleted': false })
        .whereNotNull('r.co2e_kg'),
    )
    .orderBy(['m.position', 't.position', 't.id'])
    .select('t.id', 't.name', 't.module_id', 'm.name as module_name', 'm.scope', 'm.s3_category as category')
}

interface Sought {
  cycle: { id: string; factorYear: number }
  table: CountedTable
  fields: readonly Field[]
  kind: CountedTwice
}

/** Names of the factors of that kind that rows of the table stand for, by a choice or by their cell. */
async function factorsInRows(trx: Knex.Transaction, { cycle, table, fields, kind }: Sought): Promise<string[]> {
  const names = new Set<string>()
  for (const { type, ordinal, options } of fields) {
    const byOption = new Map(options.flatMap(({ id, factors }) => pairOf(id, factors?.[String(cycle.factorYear)])))
    if (type !== 'factor' && byOption.size === 0) {
      continue
    }
    const cells: { cell: string }[] = await trx('rows')
      .where({ table_id: table.id, cycle_id: cycle.id, deleted: false })
      .whereNotNull('co2e_kg')
      .whereRaw('rows.values ->> ? IS NOT NULL', [String(ordinal)])
      .select(trx.raw('DISTINCT rows.values ->> ? AS cell', [String(ordinal)]))
    const ids = cells.flatMap(({ cell }) => (type === 'factor' ? [cell] : (byOption.get(cell) ?? [])))
    const factors: { name: string; boundary: string | null }[] = await trx('library_factors')
      .whereIn('id', ids)
      .orderBy('name')
      .select('name', trx.raw(`published ->> 'boundary' AS boundary`))
    factors.filter(({ boundary }) => countedTwice(boundary) === kind).forEach(({ name }) => names.add(name))
  }
  return [...names]
}

const pairOf = (option: string, factor: string | undefined): [string, string][] =>
  factor === undefined ? [] : [[option, factor]]
