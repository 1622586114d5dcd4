import type { Knex } from 'knex'
import { auditOf } from '../commands/auditOf.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Device } from '../models/Device.ts'
import type { Identity } from '../policies/Identity.ts'

/**
 * Somebody wants an amount in the sheet as it is: part of the month is unknown, or something else stands there. It holds for this
 * value only. Throws ValidationError when the amount is another one by now, and `not-found` when there is none.
 */
export async function acceptAmount(
  trx: Knex.Transaction,
  identity: Identity,
  asked: { device: Device; ruleId: string; month: string; value: number; origin: string },
): Promise<void> {
  const { device, ruleId, month, value, origin } = asked
  const { tenantId, userId } = identity
  const rule: { id: string } | undefined = await trx('device_rules')
    .where({ tenant_id: tenantId, device_id: device.id, id: ruleId })
    .forUpdate()
    .first('id')
  const place = { tenant_id: tenantId, rule_id: ruleId, month }
  const amount: { value: number | null } | undefined =
    rule === undefined ? undefined : await trx('device_amounts').where(place).forUpdate().first('value')
  if (amount === undefined) {
    throw new NotFoundError('amount')
  }
  if (amount.value !== value) {
    const message = 'The amount has changed since it was shown. Look at it again.'
    throw new ValidationError([{ path: 'value', code: 'changed-meanwhile', message }])
  }
  await trx('device_amounts').where(place).update({ accepted: value, accepted_by: userId })
  await trx('device_rules')
    .where({ tenant_id: tenantId, id: ruleId })
    .update({ due_at: trx.raw('clock_timestamp()') })
  await auditOf(trx, identity, {
    action: 'device.accept',
    subjectKind: 'device',
    subjectId: device.id,
    before: null,
    after: { rule_id: ruleId, month },
    origin,
  })
}
