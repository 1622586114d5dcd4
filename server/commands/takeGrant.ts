import type { Knex } from 'knex'
import { AppError } from '../errors/AppError.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { Identity } from '../policies/Identity.ts'
import { beginGrantChange, endGrantChange, type GrantRow } from './grantChange.ts'

/**
 * Takes a role away from a person. Whatever they have in flight under it is refused from the commit on; what they have open
 * is cut by the caller after it. Throws `last-admin` for the last administrator of the tenant.
 */
export async function takeGrant(
  trx: Knex.Transaction,
  identity: Identity,
  { userId, grantId, origin }: { userId: string; grantId: string; origin: string },
): Promise<void> {
  const { tenantId } = identity
  await beginGrantChange(trx, identity)
  const grant: GrantRow | undefined = await trx('scoped_roles')
    .where({ tenant_id: tenantId, user_id: userId, id: grantId })
    .first('id', 'role', 'scope', 'scope_id')
  if (grant === undefined) {
    throw new NotFoundError('grant')
  }
  if (grant.role === 'admin' && grant.scope === 'tenant') {
    await expectAnotherAdmin(trx, tenantId, userId)
  }
  await trx('scoped_roles').where({ tenant_id: tenantId, id: grantId }).delete()
  await endGrantChange(trx, identity, grant, { holderId: userId, action: 'grant.take', origin })
}

/** Of those who can sign in. */
async function expectAnotherAdmin(trx: Knex.Transaction, tenantId: string, userId: string): Promise<void> {
  const other: unknown = await trx('scoped_roles as r')
    .join('memberships as ms', (on) => on.on('ms.tenant_id', 'r.tenant_id').on('ms.user_id', 'r.user_id'))
    .join('users as u', 'u.id', 'r.user_id')
    .where({ 'r.tenant_id': tenantId, 'r.role': 'admin', 'r.scope': 'tenant', 'u.is_service': false })
    .whereNot({ 'r.user_id': userId })
    .whereNull('ms.deleted_at')
    .whereNull('u.deleted_at')
    .first('r.id')
  if (other === undefined) {
    throw new AppError({
      code: 'last-admin',
      status: 409,
      detail:
        'This is the last administrator of the tenant, so the role stays. Make somebody else an administrator first.',
    })
  }
}
