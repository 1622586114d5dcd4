import type { Knex } from 'knex'
import type { EstimatesReply } from '#shared/api/estimates.ts'
import type { Field } from '#shared/fields/field.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import { boundaryOf, sharesOf } from '../boundary/siteShares.ts'
import { cycleEmissions } from '../emissions/cycleEmissions.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import { type ReadableSheets, readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import type { Cycle } from '../models/Cycle.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { estimatesInForce, type StoredEstimate } from './estimatesInForce.ts'

type Listed = EstimatesReply['data'][number]

/** A table as one person reads it. */
interface ReadTable {
  id: string
  name: string
  readable: readonly Field[]
  /** They read every number that could be an estimate. */
  isWhole: boolean
}

/** The estimates of a cycle, or of one of its tables, that are in force, as far as the person may read their cells. */
export async function cycleEstimates(
  trx: Knex.Transaction,
  identity: Identity,
  { cycle, tableId }: { cycle: Cycle; tableId: string | undefined },
): Promise<EstimatesReply> {
  const readable = await readableSheetsOf(trx, identity, cycle.id)
  const tables = await readTables(trx, identity, cycle, readable.moduleIds)
  const found = (await estimatesInForce(trx, cycle.id)).flatMap((estimate) => {
    const table = tables.get(estimate.table_id)
    const field = table?.readable.find(({ ordinal }) => ordinal === estimate.ordinal)
    const isAsked = tableId === undefined || tableId === estimate.table_id
    return table === undefined || field === undefined || !isAsked ? [] : [{ estimate, table, field }]
  })
  const names = await namesFor(
    trx,
    found.map(({ estimate }) => estimate),
  )
  const estimates = found.map(({ estimate }) => estimate)
  const part =
    tableId === undefined ? await estimatedPart(trx, cycle.id, { readable, tables, estimates }) : UNKNOWN_PART
  return {
    cycle_id: cycle.id,
    ...part,
    data: found.map(({ estimate, table, field }) => present(estimate, table, field, names)),
  }
}

type EstimatedPart = Pick<EstimatesReply, 'estimated_kg' | 'share'>

const UNKNOWN_PART: EstimatedPart = { estimated_kg: null, share: null }

/**
 * Which part of the total rests on estimates. It is told to who may read every amount of the tables that are summed: what is
 * left for others would be too small.
 */
async function estimatedPart(
  trx: Knex.Transaction,
  cycleId: string,
  {
    readable,
    tables,
    estimates,
  }: {
    readable: ReadableSheets
    tables: ReadonlyMap<string, ReadTable>
    estimates: readonly StoredEstimate[]
  },
): Promise<EstimatedPart> {
  if (!readable.tableIds.every((id) => tables.get(id)?.isWhole === true)) {
    return UNKNOWN_PART
  }
  const share = sharesOf(await boundaryOf(trx, cycleId))
  const rows = new Map(
    estimates
      .filter((estimate) => readable.tableIds.includes(estimate.table_id))
      .map((estimate) => [`${estimate.table_id} ${estimate.row_id}`, estimate]),
  )
  const sum = new ExactSum()
  rows.forEach(({ co2e_kg: kg, site }) => (kg === null ? null : sum.add(kg * share(site))))
  const total = (await cycleEmissions(trx, cycleId, { readable }))?.total.co2e_kg ?? null
  return { estimated_kg: sum.value, share: total === null || total === 0 ? null : sum.value / total }
}

async function readTables(
  trx: Knex.Transaction,
  identity: Identity,
  { id: cycleId, projectId }: Cycle,
  moduleIds: readonly string[],
): Promise<Map<string, ReadTable>> {
  const tables: { id: string; name: string; module_id: string }[] = await trx('tables')
    .whereIn('module_id', moduleIds)
    .whereNull('deleted_at')
    .select('id', 'name', 'module_id')
  const ids = tables.map(({ id }) => id)
  const fields = await fieldsByTable(trx, ids, cycleId)
  return new Map(
    tables.map(({ id, name, module_id: moduleId }) => {
      const all = fields.get(id) ?? []
      const own = readableFields(all, rolesOn(identity.grants, { projectId, moduleId }), identity.grants)
      const numbers = (of: readonly Field[]): number => of.filter(({ type }) => type === 'number').length
      return [id, { id, name, readable: own, isWhole: numbers(own) === numbers(all) }]
    }),
  )
}

interface Names {
  people: ReadonlyMap<string, string>
  cycles: ReadonlyMap<string, string>
}

async function namesFor(trx: Knex.Transaction, estimates: readonly StoredEstimate[]): Promise<Names> {
  const named = async (table: string, ids: readonly (string | null)[]): Promise<Map<string, string>> => {
    const rows: { id: string; name: string }[] = await trx(table)
      .whereIn('id', [...new Set(ids.filter((id) => id !== null))])
      .select('id', 'name')
    return new Map(rows.map(({ id, name }) => [id, name]))
  }
  return {
    people: await named(
      'users',
      estimates.map(({ made_by: id }) => id),
    ),
    cycles: await named(
      'cycles',
      estimates.flatMap(({ inputs }) => inputs.map(({ cycle_id: id }) => id)),
    ),
  }
}

function present(estimate: StoredEstimate, table: ReadTable, field: Field, { people, cycles }: Names): Listed {
  const { values, inputs, made_by: madeBy, made_at: madeAt } = estimate
  const roleField = (role: Field['role']): Field | undefined => table.readable.find((one) => one.role === role)
  const text = table.readable.find(({ type }) => type === 'text')
  const source = text === undefined ? null : values[text.ordinal]
  const site = roleField('site') === undefined ? null : estimate.site
  const hasMonth = roleField('month') !== undefined
  const person = madeBy === null ? undefined : people.get(madeBy)
  return {
    id: estimate.id,
    table_id: table.id,
    table_name: table.name,
    row_id: estimate.row_id,
    source: typeof source === 'string' ? source : null,
    site,
    site_name: site === null ? null : (roleField('site')?.options.find(({ id }) => id === site)?.label ?? site),
    month: hasMonth ? estimate.month : null,
    field: { key: field.key, name: field.name, unit: field.unit },
    value: estimate.value,
    method: estimate.method,
    inputs: inputs.map((input) => ({
      ...input,
      month: hasMonth ? input.month : null,
      cycle_name: cycles.get(input.cycle_id) ?? '',
    })),
    intensity: estimate.intensity,
    reason: estimate.reason,
    co2e_kg: roleField('emissions') === undefined ? null : estimate.co2e_kg,
    adds_row: estimate.adds_row,
    made_by: madeBy === null || person === undefined ? null : { id: madeBy, name: person },
    made_at: madeAt.toISOString(),
  }
}
