import type { Knex } from 'knex'
import { CarryOverBody, CarryOverReply } from '#shared/api/cycles.ts'
import { monthsBetween } from '#shared/cycles/monthShift.ts'
import { carriedFields, carriedRows } from '#server/commands/carryOverRows.ts'
import type { StoredRow } from '#server/emissions/storedRows.ts'
import { LockedError } from '#server/errors/LockedError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Cycle } from '#server/models/Cycle.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { ROW_ORDER } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { loadCycle } from './loadCycle.ts'

/** More than a request should write; such a sheet is filled in the sheet itself, or by a program. */
const MOST_ROWS = 5000

type TableReply = CarryOverReply['tables'][number]

export const carryOver = route({
  method: 'post',
  path: '/cycles/{id}/carry_over',
  tag: 'Cycles',
  summary:
    'Take the sources of another cycle over into empty sheets: names, sites, choices and months, without amounts',
  body: CarryOverBody,
  reply: CarryOverReply,
  async handle({ identity, params, body, services }) {
    const load = (id: string, action: 'read' | 'manage') =>
      inTenant(services.db, identity.tenantId, (trx) => loadCycle(trx, identity, action, id))
    const [to, from] = [await load(params['id']!, 'manage'), await load(body.from, 'read')]
    if (to.status === 'locked') {
      throw new LockedError()
    }
    if (from.projectId !== to.projectId || from.id === to.id) {
      const message = 'Name another cycle of the same project.'
      throw new ValidationError([{ path: 'from', code: 'other-project', message }])
    }
    const tables: TableReply[] = []
    for (const table of await tablesOf(services, identity, to)) {
      tables.push(await carryTable(services, identity, table, { from, to }))
    }
    return { tables }
  },
})

interface Table {
  id: string
  name: string
}

/** Of the project, in the order of the inventory. */
function tablesOf({ db }: AppServices, { tenantId }: Identity, { projectId }: Cycle): Promise<Table[]> {
  return inTenant(db, tenantId, (trx) =>
    trx('tables as t')
      .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
      .where({ 'm.project_id': projectId })
      .whereNull('t.deleted_at')
      .whereNull('m.deleted_at')
      .orderBy(['m.position', 't.position', 't.id'])
      .select('t.id', 't.name'),
  )
}

/** Through the gate, as the person: what they may not read stays behind, what they may not write is not written. */
async function carryTable(
  services: AppServices,
  identity: Identity,
  { id: tableId, name }: Table,
  { from, to }: { from: Cycle; to: Cycle },
): Promise<TableReply> {
  const { db, collaboration } = services
  const told = { table_id: tableId, name, rows: 0 }
  const [source, sheet] = [
    { tableId, cycleId: from.id },
    { tableId, cycleId: to.id },
  ]
  await collaboration.waitUntilProjected(identity.tenantId, source)
  await collaboration.waitUntilProjected(identity.tenantId, sheet)
  const old = await inTenant(db, identity.tenantId, (trx) => firstRows(trx, source))
  if (old.length === 0) {
    return { ...told, reason: null }
  }
  const [there, { access: read }, { access }] = await Promise.all([
    inTenant(db, identity.tenantId, (trx) => firstRows(trx, sheet)),
    loadSheetAccess(services, identity, source),
    loadSheetAccess(services, identity, sheet),
  ])
  if (there.length > 0) {
    return { ...told, reason: 'not-empty' }
  }
  const readable = new Map(read.readable.map((field) => [field.id, field.type]))
  const fields = carriedFields(access.readable.filter(({ id, type }) => readable.get(id) === type))
  const writable = fields.filter(({ ordinal }) => access.writable.has(ordinal))
  if (!access.writable.has(ROW_ORDER) || writable.length === 0) {
    return { ...told, reason: 'cannot-write' }
  }
  if (old.length > MOST_ROWS) {
    return { ...told, reason: 'too-many' }
  }
  const rows = carriedRows(old, writable, monthsBetween(from.startsOn, to.startsOn))
  const { accepted } = await collaboration.writeRows(identity, sheet, rows, 'api')
  return { ...told, rows: accepted.length, reason: accepted.length === 0 ? 'cannot-write' : null }
}

/** In their order; one more than can be taken over says that there are too many. */
async function firstRows(trx: Knex.Transaction, sheet: { tableId: string; cycleId: string }): Promise<StoredRow[]> {
  return trx('rows')
    .where({ table_id: sheet.tableId, cycle_id: sheet.cycleId, deleted: false })
    .orderBy(['order_key', 'row_id'])
    .limit(MOST_ROWS + 1)
    .select('row_id', 'values', 'co2e_kg', 'site', 'month')
}
