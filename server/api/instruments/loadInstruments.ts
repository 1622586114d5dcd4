import type { Knex } from 'knex'
import type { InstrumentReply, InstrumentsQuery } from '#shared/api/instruments.ts'
import type { Page } from '#shared/api/pagination.ts'
import type { Action } from '#shared/permissions/roles.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { PermissionError } from '#server/errors/PermissionError.ts'
import { type CurrentAllocation, currentAllocations } from '#server/instruments/currentAllocations.ts'
import { oneInstrumentAtATime } from '#server/instruments/recordInstrument.ts'
import { Instrument } from '#server/models/Instrument.ts'
import { may } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { readableCondition } from '#server/policies/readableCondition.ts'
import { presentInstrument } from '#server/presenters/presentInstrument.ts'
import { keysetPage } from '../routing/keyset.ts'

/** One page by name, of those that the caller may read. */
export async function listInstruments(
  trx: Knex.Transaction,
  identity: Identity,
  query: InstrumentsQuery,
): Promise<Page<InstrumentReply>> {
  const list = Instrument.query(trx)
    .whereNull('instruments.deleted_at')
    .whereRaw(...coveringReadable(identity))
  if (query['filter[type]'] !== undefined) {
    void list.where('instruments.type', query['filter[type]'])
  }
  if (query['filter[cycle_id]'] !== undefined) {
    void list.whereRaw(
      `EXISTS (SELECT FROM instrument_allocations f WHERE f.tenant_id = instruments.tenant_id AND f.instrument_id = instruments.id
                 AND f.cycle_id = ? AND f.deleted_at IS NULL)`,
      [query['filter[cycle_id]']],
    )
  }
  const { data, next_cursor } = await keysetPage<Instrument>(
    list,
    { columns: ['lower(name)', 'id'], keyOf: ({ name, id }) => [name.toLowerCase(), id] },
    query,
  )
  return { data: await presented(trx, identity, data), next_cursor }
}

/**
 * To be changed: as it is now, and nobody else changes one meanwhile. Throws NotFoundError when there is none or none of
 * theirs, and PermissionError.
 */
export async function loadInstrument(
  trx: Knex.Transaction,
  identity: Identity,
  action: Action,
  id: string,
): Promise<Instrument> {
  if (action !== 'read') {
    await oneInstrumentAtATime(trx)
  }
  const found = await Instrument.query(trx)
    .where({ 'instruments.tenant_id': identity.tenantId, 'instruments.id': id })
    .whereNull('instruments.deleted_at')
    .whereRaw(...coveringReadable(identity))
    .first()
  if (found === undefined) {
    throw new NotFoundError('instrument')
  }
  if (!may(identity, action, 'Instrument', { tenantId: identity.tenantId }) && action !== 'read') {
    throw new PermissionError(action, 'Instrument')
  }
  return found
}

export async function presented(
  trx: Knex.Transaction,
  identity: Identity,
  instruments: readonly Instrument[],
): Promise<InstrumentReply[]> {
  const ids = instruments.map(({ id }) => id)
  const byInstrument = Map.groupBy(await currentAllocations(trx, ids), (allocation) => allocation.instrument_id)
  const isReadable = ({ project_id: projectId, cycle_status: cycleStatus }: CurrentAllocation): boolean =>
    may(identity, 'read', 'Cycle', { tenantId: identity.tenantId, projectId, cycleStatus })
  const projectIds = [...byInstrument.values()].flat().map((allocation) => allocation.project_id)
  const siteNames = await sitesOf(trx, [...new Set(projectIds)])
  return instruments.map((one) => presentInstrument(one, byInstrument.get(one.id) ?? [], { isReadable, siteNames }))
}

/** Every one of the tenant for who has a role there; for others those that cover something of a project of theirs. */
function coveringReadable(identity: Identity): [sql: string, bindings: string[]] {
  if (may(identity, 'read', 'Instrument', { tenantId: identity.tenantId })) {
    return ['true', []]
  }
  const columns = { tenantId: 'c.tenant_id', projectId: 'c.project_id' }
  const [condition, bindings] = readableCondition(identity, 'Instrument', columns)
  const sql = `EXISTS (SELECT FROM instrument_allocations a JOIN cycles c ON c.tenant_id = a.tenant_id AND c.id = a.cycle_id
    WHERE a.tenant_id = instruments.tenant_id AND a.instrument_id = instruments.id AND a.deleted_at IS NULL
      AND c.deleted_at IS NULL AND ${condition})`
  return [sql, bindings]
}

/** Labels of sites by option id. */
async function sitesOf(trx: Knex.Transaction, projectIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const fields: { options: { id: string; label: string }[] }[] = await trx('fields as f')
    .join('tables as t', (on) => on.on('t.tenant_id', 'f.tenant_id').on('t.id', 'f.table_id'))
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .whereIn('m.project_id', projectIds)
    .where({ 'f.role': 'site' })
    .whereNull('f.deleted_at')
    .select('f.options')
  return new Map(fields.flatMap(({ options }) => options.map(({ id, label }) => [id, label])))
}
