import type { Knex } from 'knex'
import type { ApiKeyBody } from '#shared/api/apiKeys.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { makeKeySecret } from '../auth/apiKeySecret.ts'
import { auditOf } from '../commands/auditOf.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { ApiKey } from '../models/ApiKey.ts'
import { may } from '../policies/authorize.ts'
import type { Identity } from '../policies/Identity.ts'
import { isServiceAccount } from './serviceAccounts.ts'

/** Live keys of one person or service account. */
const MOST_KEYS = 50

/**
 * Makes a key that acts for who asks, or for a service account when an administrator does. Answers its secret, which is kept
 * nowhere. Throws ValidationError with everything that is wrong with it.
 */
export async function makeKey(
  trx: Knex.Transaction,
  identity: Identity,
  { body, origin }: { body: ApiKeyBody; origin: string },
): Promise<{ id: string; secret: string }> {
  const { tenantId, userId: createdBy } = identity
  const userId = body.owner_id ?? createdBy
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`api keys ${userId}`])
  const problems = await problemsOf(trx, identity, { body, userId })
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const { secret, sha256: secretSha256, hint } = makeKeySecret(tenantId)
  const { name, scopes, module_ids: moduleIds = null, expires_at: expiresAt = null } = body
  const { id } = await ApiKey.query(trx)
    .insert({
      tenantId,
      userId,
      name,
      scopes,
      moduleIds,
      hint,
      secretSha256,
      createdBy,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    })
    .returning('*')
  const after = { name, owner_id: userId, scopes, module_ids: moduleIds, expires_at: expiresAt, hint }
  await auditOf(trx, identity, { action: 'key.create', subjectKind: 'key', subjectId: id, before: null, after, origin })
  return { id, secret }
}

async function problemsOf(
  trx: Knex.Transaction,
  identity: Identity,
  { body, userId }: { body: ApiKeyBody; userId: string },
): Promise<ProblemDetail[]> {
  const others = await liveKeys(trx, identity.tenantId, userId)
  const problems: ProblemDetail[] = await ownerProblems(trx, identity, userId)
  if (others.some(({ name }) => name === body.name)) {
    const message = `There is a key “${body.name}” already. Choose another name, or revoke that one.`
    problems.push({ path: 'name', code: 'taken', message })
  }
  if (others.length >= MOST_KEYS) {
    const message = `There are ${MOST_KEYS} keys already. Revoke one first.`
    problems.push({ path: '', code: 'too-many', message })
  }
  if (body.expires_at !== null && body.expires_at !== undefined && Date.parse(body.expires_at) <= Date.now()) {
    const message = 'This moment is over. Choose a later one, or leave it out.'
    problems.push({ path: 'expires_at', code: 'invalid-value', message })
  }
  return [...problems, ...(await moduleProblems(trx, identity, body.module_ids ?? []))]
}

const liveKeys = (trx: Knex.Transaction, tenantId: string, userId: string): Promise<{ name: string }[]> =>
  trx('api_keys').where({ tenant_id: tenantId, user_id: userId }).whereNull('revoked_at').select('name')

/** Nobody makes a key that acts for another person: what it does would be said of them. */
async function ownerProblems(trx: Knex.Transaction, identity: Identity, userId: string): Promise<ProblemDetail[]> {
  const { tenantId } = identity
  const isAllowed =
    userId === identity.userId ||
    (may(identity, 'manage', 'User', { tenantId, userId }) && (await isServiceAccount(trx, tenantId, userId)))
  const message = 'There is no such service account. Leave this out for a key of your own.'
  return isAllowed ? [] : [{ path: 'owner_id', code: 'not-found', message }]
}

async function moduleProblems(
  trx: Knex.Transaction,
  identity: Identity,
  moduleIds: readonly string[],
): Promise<ProblemDetail[]> {
  const { tenantId } = identity
  const rows: { id: string; project_id: string }[] = await trx('modules')
    .where({ tenant_id: tenantId })
    .whereIn('id', moduleIds)
    .whereNull('deleted_at')
    .select('id', 'project_id')
  const readable = rows.filter(({ id: moduleId, project_id: projectId }) =>
    may(identity, 'read', 'Module', { tenantId, projectId, moduleId }),
  )
  const known = new Set(readable.map(({ id }) => id))
  return moduleIds.flatMap((id, at): ProblemDetail[] =>
    known.has(id.toLowerCase())
      ? []
      : [
          {
            path: `module_ids[${at}]`,
            code: 'not-found',
            message: 'There is no such module. Send an id of GET projects/{id}/modules.',
          },
        ],
  )
}
