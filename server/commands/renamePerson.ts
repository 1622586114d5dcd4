import type { Knex } from 'knex'
import type { Identity } from '../policies/Identity.ts'
import { recordAudit } from './recordAudit.ts'

/**
 * Gives the person another name, in every tenant that they belong to: it is theirs. Their open sheets, and pages of those
 * who see them, are told by the database when it is committed. Nothing happens when they are called so already.
 */
export async function renamePerson(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { name, origin }: { name: string; origin: string },
): Promise<void> {
  const before: { name: string } | undefined = await trx('users').where({ id: userId }).forUpdate().first('name')
  if (before === undefined || before.name === name) {
    return
  }
  await trx('users').where({ id: userId }).update({ name, updated_at: trx.fn.now() })
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    action: 'user.rename',
    subjectKind: 'user',
    subjectId: userId,
    before: { name: before.name },
    after: { name },
    origin,
  })
}
