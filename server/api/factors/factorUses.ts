import type { Knex } from 'knex'
import type { FactorUseReply } from '#shared/api/factors.ts'
import type { Field } from '#shared/fields/field.ts'
import { fieldsByTable } from '#server/emissions/fieldsByTable.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { readableCondition } from '#server/policies/readableCondition.ts'

/** A cell that holds one of these values means the factor. */
interface Meaning {
  ordinal: number
  values: string[]
}

interface Place {
  table_id: string
  table: string
  module_id: string
  project_id: string
  cycle_id: string
  cycle: string
  factor_year: number
}

/**
 * The sheets in which cells stand for a factor: by an option that names it for the factor year of the cycle, or by its id.
 * Cells that the caller may not read do not count. Locked cycles have their fields as they were.
 */
export async function factorUses(
  trx: Knex.Transaction,
  identity: Identity,
  factorId: string,
): Promise<FactorUseReply[]> {
  const places = await placesOf(trx, identity)
  const uses: FactorUseReply[] = []
  for (const [cycleId, inCycle] of Map.groupBy(places, (place) => place.cycle_id)) {
    const fields = await fieldsByTable(
      trx,
      inCycle.map((place) => place.table_id),
      cycleId,
    )
    for (const place of inCycle) {
      const roles = rolesOn(identity.grants, { projectId: place.project_id, moduleId: place.module_id })
      const readable = readableFields(fields.get(place.table_id) ?? [], roles)
      const rows = await countRows(
        trx,
        place,
        readable.flatMap((field) => meaningOf(field, factorId, place.factor_year)),
      )
      if (rows > 0) {
        uses.push({ table_id: place.table_id, table: place.table, cycle_id: cycleId, cycle: place.cycle, rows })
      }
    }
  }
  return uses
}

async function placesOf(trx: Knex.Transaction, identity: Identity): Promise<Place[]> {
  const columns = { tenantId: 'm.tenant_id', projectId: 'm.project_id', moduleId: 'm.id' }
  const ofCycle = { tenantId: 'c.tenant_id', projectId: 'c.project_id', cycleStatus: 'c.status' }
  return trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').andOn('m.id', 't.module_id'))
    .join('cycles as c', (on) => on.on('c.tenant_id', 'm.tenant_id').andOn('c.project_id', 'm.project_id'))
    .whereNull('t.deleted_at')
    .whereNull('m.deleted_at')
    .whereNull('c.deleted_at')
    .whereRaw(...readableCondition(identity, 'Module', columns))
    .whereRaw(...readableCondition(identity, 'Cycle', ofCycle))
    .orderBy([{ column: 'c.starts_on', order: 'desc' }, 'm.position', 't.position', 't.id'])
    .select({
      table_id: 't.id',
      table: 't.name',
      module_id: 'm.id',
      project_id: 'm.project_id',
      cycle_id: 'c.id',
      cycle: 'c.name',
      factor_year: 'c.factor_year',
    })
}

function meaningOf({ type, ordinal, options }: Field, factorId: string, factorYear: number): Meaning[] {
  const values =
    type === 'factor'
      ? [factorId]
      : options.flatMap(({ id, factors }) => (factors?.[String(factorYear)] === factorId ? [id] : []))
  return values.length === 0 ? [] : [{ ordinal, values }]
}

async function countRows(trx: Knex.Transaction, place: Place, meanings: readonly Meaning[]): Promise<number> {
  if (meanings.length === 0) {
    return 0
  }
  const [counted]: { count: number }[] = await trx('rows')
    .where({ table_id: place.table_id, cycle_id: place.cycle_id, deleted: false })
    .where((either) => {
      for (const { ordinal, values } of meanings) {
        void either.orWhereRaw('rows.values ->> ? = ANY (?)', [String(ordinal), values])
      }
    })
    .select(trx.raw('count(*)::int AS count'))
  return counted?.count ?? 0
}
