import type { Knex } from 'knex'
import type { DeviceRuleBody, DeviceRuleChange } from '#shared/api/devices.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { auditOf } from '../commands/auditOf.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Device } from '../models/Device.ts'
import { SheetField } from '../models/SheetField.ts'
import type { Identity } from '../policies/Identity.ts'
import { allowMeterWriter } from './meterWriter.ts'

/** Has the months of a device written to a table. Answers its id. Throws ValidationError with everything that is wrong. */
export async function addRule(
  trx: Knex.Transaction,
  identity: Identity,
  { device, body, origin }: { device: Device; body: DeviceRuleBody; origin: string },
): Promise<string> {
  const { tenantId, userId } = identity
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['device rules'])
  const table: { module_id: string } | undefined = await trx('tables')
    .where({ tenant_id: tenantId, id: body.table_id })
    .whereNull('deleted_at')
    .first('module_id')
  if (table === undefined) {
    const message = 'There is no such table. Send an id of GET modules/{id}/tables.'
    throw new ValidationError([{ path: 'table_id', code: 'not-found', message }])
  }
  const fields = await SheetField.query(trx)
    .where({ tenant_id: tenantId, table_id: body.table_id })
    .whereNull('deleted_at')
    .orderBy(['position', 'ordinal'])
  const problems = [...ruleProblems(device, body, fields), ...(await takenProblems(trx, tenantId, device, body))]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const rule = { tenant_id: tenantId, device_id: device.id, ...body, created_by: userId }
  const [made]: { id: string }[] = await trx('device_rules').insert(rule).returning('id')
  await allowMeterWriter(trx, identity, { moduleId: table.module_id, origin })
  const about = { subjectKind: 'device', subjectId: device.id, origin }
  await auditOf(trx, identity, { action: 'device.rule', before: null, after: { rule_id: made!.id, ...body }, ...about })
  return made!.id
}

/** Nothing more is written by it; what it wrote stays. */
export async function removeRule(
  trx: Knex.Transaction,
  identity: Identity,
  { device, ruleId, origin }: { device: Device; ruleId: string; origin: string },
): Promise<void> {
  await trx('device_rules').where({ tenant_id: identity.tenantId, device_id: device.id, id: ruleId }).delete()
  const about = { subjectKind: 'device', subjectId: device.id, origin }
  await auditOf(trx, identity, { action: 'device.rule', before: { rule_id: ruleId }, after: null, ...about })
}

function ruleProblems(device: Device, body: DeviceRuleBody, fields: readonly Field[]): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  const field = fields.find(({ id }) => id === body.field_id)
  if (field?.type !== 'number') {
    const message = 'This is no column of numbers of the table. Choose one.'
    problems.push({ path: 'field_id', code: 'not-found', message })
  } else {
    const problem = unitProblem(device.unit, field.unit)
    problems.push(...(problem === null ? [] : [{ path: 'field_id', code: 'no-conversion' as const, message: problem }]))
  }
  if (!fields.some(({ role }) => role === 'month')) {
    const message = 'The table has no column of months, so no month can be written to it. Choose another table.'
    problems.push({ path: 'table_id', code: 'missing', message })
  }
  const sites = fields.find(({ role }) => role === 'site')
  if (sites === undefined && body.site !== null) {
    problems.push({ path: 'site', code: 'not-used', message: 'The table has no column of sites. Leave this out.' })
  }
  if (sites !== undefined && !sites.options.some(({ id }) => id === body.site)) {
    const message = body.site === null ? 'Choose the site whose rows it is.' : 'The table has no such site. Choose one.'
    problems.push({ path: 'site', code: body.site === null ? 'required' : 'not-found', message })
  }
  if (body.source !== null && !fields.some(({ type }) => type === 'text')) {
    problems.push({ path: 'source', code: 'not-used', message: 'The table has no column of texts. Leave this out.' })
  }
  return [...problems, ...meanProblems(device, body)]
}

function meanProblems({ kind }: Device, { aggregation }: Pick<DeviceRuleBody, 'aggregation'>): ProblemDetail[] {
  const message = 'The mean of a counter says nothing. Choose the total.'
  return aggregation === 'mean' && kind === 'counter' ? [{ path: 'aggregation', code: 'not-used', message }] : []
}

/** How a rule reads its device, and from when on; all of its months are looked at again. Throws NotFoundError, ValidationError. */
export async function changeRule(
  trx: Knex.Transaction,
  identity: Identity,
  { device, ruleId, body, origin }: { device: Device; ruleId: string; body: DeviceRuleChange; origin: string },
): Promise<void> {
  const rule = (): Knex.QueryBuilder =>
    trx('device_rules').where({ tenant_id: identity.tenantId, device_id: device.id, id: ruleId })
  const before: Pick<DeviceRuleBody, 'aggregation' | 'from_month'> | undefined = await rule()
    .forUpdate()
    .first('aggregation', 'from_month')
  if (before === undefined) {
    throw new NotFoundError('rule')
  }
  const after = {
    aggregation: body.aggregation ?? before.aggregation,
    from_month: body.from_month ?? before.from_month,
  }
  const problems = meanProblems(device, after)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  if (before.aggregation === after.aggregation && before.from_month === after.from_month) {
    return
  }
  await rule().update({ ...after, due_at: trx.raw('clock_timestamp()') })
  const about = { subjectKind: 'device', subjectId: device.id, origin }
  const told = { before: { rule_id: ruleId, ...before }, after: { rule_id: ruleId, ...after } }
  await auditOf(trx, identity, { action: 'device.rule', ...told, ...about })
}

/** Two devices that write one cell would take turns in it for ever. */
async function takenProblems(
  trx: Knex.Transaction,
  tenantId: string,
  device: Device,
  { table_id, field_id, site, source }: DeviceRuleBody,
): Promise<ProblemDetail[]> {
  const other: { name: string; device_id: string } | undefined = await trx('device_rules as r')
    .join('devices as d', (on) => on.on('d.tenant_id', 'r.tenant_id').on('d.id', 'r.device_id'))
    .where({ 'r.tenant_id': tenantId, 'r.table_id': table_id, 'r.field_id': field_id })
    .whereNull('d.deleted_at')
    .where((same) => {
      void same.whereRaw('r.site IS NOT DISTINCT FROM ? AND r.source IS NOT DISTINCT FROM ?', [site, source])
      void same.orWhere('r.device_id', device.id)
    })
    .first('d.name', 'r.device_id')
  if (other === undefined) {
    return []
  }
  return other.device_id === device.id
    ? [
        {
          path: 'field_id',
          code: 'taken',
          message: 'This device writes that column already. Take that rule away first.',
        },
      ]
    : [{ path: 'source', code: 'taken', message: `“${other.name}” writes these rows already. Name rows of its own.` }]
}

function unitProblem(from: string, to: string | null): string | null {
  const [a, b] = [parseUnit(from), parseUnit(to ?? '')]
  if (!a.ok || to === null || !b.ok) {
    return `The device measures in ${from}, and the column has ${to === null ? 'no unit' : to}. Choose a column with a unit.`
  }
  const constant = conversion(a.value, b.value)
  return constant.ok ? null : `${constant.error.message} Choose another column.`
}
