import type { Knex } from 'knex'
import { ModuleCarryOverBody, ModuleCarryOverReply } from '#shared/api/moduleCarryOver.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { monthsBetween } from '#shared/cycles/monthShift.ts'
import { carriedFields, carriedRows } from '#server/commands/carryOverRows.ts'
import type { StoredRow } from '#server/emissions/storedRows.ts'
import { LockedError } from '#server/errors/LockedError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import type { Cycle } from '#server/models/Cycle.ts'
import { SheetTable } from '#server/models/SheetTable.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { ROW_ORDER } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { loadModule } from './loadModule.ts'

/** More than a request should write; such a sheet is filled in the sheet itself, or by a program. */
const MOST_ROWS = 5000

const preview = route({
  method: 'post',
  path: '/modules/{id}/carry_over/preview',
  tag: 'Modules and tables',
  summary: 'What would come over from another cycle into the tables of a module. Changes nothing',
  body: ModuleCarryOverBody,
  reply: ModuleCarryOverReply,
  async handle({ identity, params, body, services }) {
    const plans = await planModule(services, identity, params['id']!, body)
    return { tables: plans.map(({ told }) => told) }
  },
})

const carryOver = route({
  method: 'post',
  path: '/modules/{id}/carry_over',
  tag: 'Modules and tables',
  summary:
    'Take the sources of another cycle over into the tables of a module, without amounts, for whoever writes rows there. Open sheets follow at once',
  body: ModuleCarryOverBody,
  reply: ModuleCarryOverReply,
  async handle({ identity, params, body, services }) {
    const tables: ModuleCarryOverReply['tables'] = []
    for (const { told, rows } of await planModule(services, identity, params['id']!, body)) {
      const sheet = { tableId: told.table_id, cycleId: body.to }
      const count =
        rows.length === 0 ? 0 : (await services.collaboration.writeRows(identity, sheet, rows, 'api')).accepted.length
      tables.push({ ...told, rows: count, reason: count < told.rows ? 'cannot-write' : told.reason })
    }
    return { tables }
  },
})

export const moduleCarryOverRoutes = [preview, carryOver]

interface CarryPlan {
  told: ModuleCarryOverReply['tables'][number]
  rows: ReturnType<typeof carriedRows>
}

async function planModule(
  services: AppServices,
  identity: Identity,
  moduleId: string,
  { from: fromId, to: toId }: ModuleCarryOverBody,
): Promise<CarryPlan[]> {
  const { module, from, to, tables } = await inTenant(services.db, identity.tenantId, async (trx) => ({
    module: await loadModule(trx, identity, moduleId),
    from: await loadCycle(trx, identity, 'read', fromId),
    to: await loadCycle(trx, identity, 'read', toId),
    tables: await SheetTable.query(trx)
      .where({ module_id: moduleId })
      .whereNull('deleted_at')
      .orderBy(['position', 'id']),
  }))
  const problems: ProblemDetail[] = []
  if (from.projectId !== module.projectId) {
    problems.push(otherProject('from'))
  }
  if (to.projectId !== module.projectId) {
    problems.push(otherProject('to'))
  }
  if (from.id === to.id) {
    problems.push({ path: 'to', code: 'same-cycle', message: 'Rows come from one cycle into another. Name two.' })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  if (to.status === 'locked') {
    throw new LockedError()
  }
  const plans: CarryPlan[] = []
  for (const table of tables) {
    plans.push(await planTable(services, identity, table, { from, to }))
  }
  return plans
}

const otherProject = (path: string): ProblemDetail => ({
  path,
  code: 'other-project',
  message: 'Name a cycle of the project that the module belongs to.',
})

/** Through the gate, as the person: what they may not read stays behind, what they may not write is not written. */
async function planTable(
  services: AppServices,
  identity: Identity,
  { id: tableId, name }: SheetTable,
  { from, to }: { from: Cycle; to: Cycle },
): Promise<CarryPlan> {
  const [source, sheet] = [
    { tableId, cycleId: from.id },
    { tableId, cycleId: to.id },
  ]
  await services.collaboration.waitUntilProjected(identity.tenantId, source)
  await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
  const [{ access: read }, { access }] = await Promise.all([
    loadSheetAccess(services, identity, source),
    loadSheetAccess(services, identity, sheet),
  ])
  const { missing, there } = await inTenant(services.db, identity.tenantId, (trx) => missingRows(trx, source, sheet))
  const readable = new Map(read.readable.map((field) => [field.id, field.type]))
  const fields = carriedFields(access.readable.filter(({ id, type }) => readable.get(id) === type)).filter(
    ({ ordinal }) => access.writable.has(ordinal),
  )
  const told = { table_id: tableId, name, rows: 0, there, fields: fields.map((field) => field.name), reason: null }
  if (missing.length === 0) {
    return { told, rows: [] }
  }
  if (!access.writable.has(ROW_ORDER) || fields.length === 0) {
    return { told: { ...told, reason: 'cannot-write' }, rows: [] }
  }
  if (missing.length > MOST_ROWS) {
    return { told: { ...told, reason: 'too-many' }, rows: [] }
  }
  const rows = carriedRows(missing, fields, monthsBetween(from.startsOn, to.startsOn))
  return { told: { ...told, rows: rows.length }, rows }
}

interface Sheet {
  tableId: string
  cycleId: string
}

/** Rows of one cycle that the other never had, in their order; one more than can be taken over says that there are too many. */
async function missingRows(
  trx: Knex.Transaction,
  source: Sheet,
  sheet: Sheet,
): Promise<{ missing: StoredRow[]; there: number }> {
  const ofSource = () =>
    trx('rows as r').where({ 'r.table_id': source.tableId, 'r.cycle_id': source.cycleId, 'r.deleted': false })
  const isThere = trx('rows as o')
    .where({ 'o.table_id': sheet.tableId, 'o.cycle_id': sheet.cycleId })
    .whereRaw('o.tenant_id = r.tenant_id AND o.row_id = r.row_id')
  const [count] = await ofSource().whereExists(isThere).count({ there: '*' })
  const missing: StoredRow[] = await ofSource()
    .whereNotExists(isThere)
    .orderBy(['r.order_key', 'r.row_id'])
    .limit(MOST_ROWS + 1)
    .select('r.row_id', 'r.values', 'r.co2e_kg', 'r.site', 'r.month')
  return { missing, there: Number(count?.['there'] ?? 0) }
}
