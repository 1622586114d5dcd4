/** Members that are programs: they have roles like everybody, no password, and come in by keys only. */
import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { ServiceAccountBody } from '#shared/api/apiKeys.ts'
import { people, type PersonRow } from '../api/users/people.ts'
import { auditOf } from '../commands/auditOf.ts'
import { giveGrant } from '../commands/giveGrant.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { ApiKey } from '../models/ApiKey.ts'
import type { Identity } from '../policies/Identity.ts'
import { revokeKey } from './revokeKey.ts'

/** The service accounts of the tenant, as the list of people selects them. */
export const serviceAccounts = (trx: Knex.Transaction, tenantId: string): Knex.QueryBuilder =>
  people(trx, tenantId).where({ 'u.is_service': true })

export async function isServiceAccount(trx: Knex.Transaction, tenantId: string, userId: string): Promise<boolean> {
  const found: PersonRow | undefined = await serviceAccounts(trx, tenantId).where({ 'u.id': userId }).first()
  return found !== undefined
}

/** Adds one with its first role. Throws ValidationError, and PermissionError when the maker is no administrator any more. */
export async function addServiceAccount(
  trx: Knex.Transaction,
  identity: Identity,
  { body, origin }: { body: ServiceAccountBody; origin: string },
): Promise<PersonRow> {
  const { tenantId } = identity
  const { name, role, scope, scope_id: scopeId = null } = body
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['service accounts'])
  const taken: unknown = await serviceAccounts(trx, tenantId).where({ 'u.name': name }).first()
  if (taken !== undefined) {
    const message = `There is a service account “${name}” already. Choose another name.`
    throw new ValidationError([{ path: 'name', code: 'taken', message }])
  }
  const id = randomUUID()
  // RFC 2606: nobody can ever receive mail below .invalid.
  await trx('users').insert({ id, name, email: `${id}@service.invalid`, is_service: true })
  await trx('memberships').insert({ tenant_id: tenantId, user_id: id })
  const about = { action: 'service_account.create', subjectKind: 'user', subjectId: id }
  await auditOf(trx, identity, { ...about, before: null, after: { name }, origin })
  await giveGrant(trx, identity, { userId: id, role, scope, scopeId, origin })
  return { id, name, email: `${id}@service.invalid`, is_service: true }
}

/** Takes one away with all of its keys; what it did stays under its name. */
export async function removeServiceAccount(
  trx: Knex.Transaction,
  identity: Identity,
  { account, origin }: { account: PersonRow; origin: string },
): Promise<void> {
  const { tenantId } = identity
  const { id, name } = account
  const keys = await ApiKey.query(trx).where({ tenant_id: tenantId, user_id: id }).whereNull('revoked_at')
  for (const key of keys) {
    await revokeKey(trx, identity, { key, origin })
  }
  await trx('memberships').where({ tenant_id: tenantId, user_id: id }).update({ deleted_at: trx.fn.now() })
  const about = { action: 'service_account.delete', subjectKind: 'user', subjectId: id }
  await auditOf(trx, identity, { ...about, before: { name }, after: null, origin })
}
