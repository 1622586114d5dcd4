import type { Knex } from 'knex'
import type { DeviceBody, NewDeviceBody } from '#shared/api/devices.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { DEVICE_PREFIX, makeKeySecret } from '../auth/apiKeySecret.ts'
import { auditOf } from '../commands/auditOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Device } from '../models/Device.ts'
import type { Identity } from '../policies/Identity.ts'

const MOST_DEVICES = 10_000

/** Adds one. Answers its credential, which is kept nowhere. Throws ValidationError with everything that is wrong with it. */
export async function addDevice(
  trx: Knex.Transaction,
  identity: Identity,
  { body, origin }: { body: NewDeviceBody; origin: string },
): Promise<{ id: string; secret: string }> {
  const { tenantId, userId: createdBy } = identity
  await refuseWrong(trx, tenantId, { body, kind: body.kind, id: null })
  const { secret, sha256: secretSha256, hint } = makeKeySecret(tenantId, DEVICE_PREFIX)
  const { rolls_over_at: rollsOverAt, interval_minutes: intervalMinutes, time_zone: timeZone, ...rest } = body
  const { id } = await Device.query(trx)
    .insert({ tenantId, ...rest, rollsOverAt, intervalMinutes, timeZone, hint, secretSha256, createdBy })
    .returning('*')
  await trx('device_positions').insert({ tenant_id: tenantId, device_id: id })
  await record(trx, identity, { id, action: 'device.create', before: null, after: { ...body, hint }, origin })
  return { id, secret }
}

/** Changes what it is called and how it is read; its months are measured anew. Throws ValidationError. */
export async function changeDevice(
  trx: Knex.Transaction,
  identity: Identity,
  { device, body, origin }: { device: Device; body: DeviceBody; origin: string },
): Promise<void> {
  const { tenantId } = identity
  await refuseWrong(trx, tenantId, { body, kind: device.kind, id: device.id })
  const before = {
    name: device.name,
    serial: device.serial,
    site: device.site,
    rolls_over_at: device.rollsOverAt,
    interval_minutes: device.intervalMinutes,
    time_zone: device.timeZone,
  }
  const after = { ...before, ...body }
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return
  }
  await trx('devices').where({ tenant_id: tenantId, id: device.id }).update(after)
  const isReadOtherwise = (['rolls_over_at', 'interval_minutes', 'time_zone'] as const).some(
    (key) => before[key] !== after[key],
  )
  if (isReadOtherwise) {
    const first = trx('device_readings').where({ tenant_id: tenantId, device_id: device.id }).min('at')
    await trx('device_positions').where({ tenant_id: tenantId, device_id: device.id }).update({ dirty_from: first })
  }
  await record(trx, identity, { id: device.id, action: 'device.update', before, after, origin })
}

/** Takes it away: nothing is taken from it any more, and what it sent stays. */
export async function removeDevice(
  trx: Knex.Transaction,
  identity: Identity,
  { device: { id, name, hint }, origin }: { device: Device; origin: string },
): Promise<void> {
  await trx('devices').where({ tenant_id: identity.tenantId, id }).update({ deleted_at: trx.fn.now() })
  await record(trx, identity, { id, action: 'device.delete', before: { name, hint }, after: null, origin })
}

/** Another credential; the old one opens for so many hours as well. Answers the new one, told this once. */
export async function rotateDevice(
  trx: Knex.Transaction,
  identity: Identity,
  { device, overlapHours, origin }: { device: Device; overlapHours: number; origin: string },
): Promise<string> {
  const { tenantId } = identity
  const { secret, sha256, hint } = makeKeySecret(tenantId, DEVICE_PREFIX)
  await trx('devices')
    .where({ tenant_id: tenantId, id: device.id })
    .update({
      previous_sha256: trx.ref('secret_sha256'),
      previous_until: trx.raw("now() + ? * interval '1 hour'", [overlapHours]),
      secret_sha256: sha256,
      hint,
    })
  const after = { hint, overlap_hours: overlapHours }
  await record(trx, identity, { id: device.id, action: 'device.rotate', before: { hint: device.hint }, after, origin })
  return secret
}

async function refuseWrong(
  trx: Knex.Transaction,
  tenantId: string,
  { body, kind, id }: { body: DeviceBody & { unit?: string }; kind: Device['kind']; id: string | null },
): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['devices'])
  const problems: ProblemDetail[] = []
  const kept = () => trx('devices').where({ tenant_id: tenantId }).whereNull('deleted_at')
  const namesake: { id: string } | undefined =
    body.name === undefined ? undefined : await kept().where({ name: body.name }).first('id')
  if (namesake !== undefined && namesake.id !== id) {
    const message = `There is a device “${body.name}” already. Choose another name.`
    problems.push({ path: 'name', code: 'taken', message })
  }
  const [{ count } = { count: 0 }]: { count?: number }[] = await kept().select(trx.raw('count(*)::int AS count'))
  if (id === null && (count ?? 0) >= MOST_DEVICES) {
    problems.push({
      path: '',
      code: 'too-many',
      message: `There are ${MOST_DEVICES} devices already. Delete one first.`,
    })
  }
  const unit = body.unit === undefined ? null : parseUnit(body.unit)
  if (unit?.ok === false) {
    problems.push({ path: 'unit', code: 'wrong-unit', message: unit.error.message })
  }
  if (body.rolls_over_at !== undefined && body.rolls_over_at !== null && kind === 'interval') {
    const message = 'Only a counter begins again at 0. Leave this out.'
    problems.push({ path: 'rolls_over_at', code: 'not-used', message })
  }
  if (body.time_zone !== undefined && !(await isTimeZone(trx, body.time_zone))) {
    const message = `There is no time zone “${body.time_zone}”. Write it as Europe/Berlin.`
    problems.push({ path: 'time_zone', code: 'invalid-value', message })
  }
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
}

/** The database says where months begin, so it is asked; what only PostgreSQL knows (`posixrules`) is none for people. */
async function isTimeZone(trx: Knex.Transaction, name: string): Promise<boolean> {
  if (!/^(UTC|[A-Z]\w+(\/[\w+-]+)+)$/.test(name)) {
    return false
  }
  return (await trx('pg_timezone_names').where({ name }).first('name')) !== undefined
}

const record = (
  trx: Knex.Transaction,
  identity: Identity,
  { id, ...entry }: { id: string; action: string; before: object | null; after: object | null; origin: string },
): Promise<void> =>
  auditOf(trx, identity, {
    subjectKind: 'device',
    subjectId: id,
    ...entry,
    before: entry.before === null ? null : { ...entry.before },
    after: entry.after === null ? null : { ...entry.after },
  })
