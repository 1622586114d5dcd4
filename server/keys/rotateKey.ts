import type { Knex } from 'knex'
import { makeKeySecret } from '../auth/apiKeySecret.ts'
import { auditOf } from '../commands/auditOf.ts'
import type { ApiKey } from '../models/ApiKey.ts'
import type { Identity } from '../policies/Identity.ts'

/**
 * Gives a key another secret. The old one opens for so many hours as well, so that a program can be given the new one without a
 * gap; one that was rotated out before ends now. Answers the new secret, which is kept nowhere.
 */
export async function rotateKey(
  trx: Knex.Transaction,
  identity: Identity,
  { key, overlapHours, origin }: { key: ApiKey; overlapHours: number; origin: string },
): Promise<string> {
  const { tenantId } = identity
  const { secret, sha256, hint } = makeKeySecret(tenantId)
  await trx('api_keys')
    .where({ tenant_id: tenantId, id: key.id })
    .update({
      previous_sha256: trx.ref('secret_sha256'),
      previous_until: trx.raw("now() + ? * interval '1 hour'", [overlapHours]),
      secret_sha256: sha256,
      hint,
    })
  await auditOf(trx, identity, {
    action: 'key.rotate',
    subjectKind: 'key',
    subjectId: key.id,
    before: { hint: key.hint },
    after: { hint, overlap_hours: overlapHours },
    origin,
  })
  return secret
}
