import type { Knex } from 'knex'
import type { Role, Scope } from '#shared/permissions/roles.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { Identity } from '../policies/Identity.ts'
import { beginGrantChange, endGrantChange, type GrantRow } from './grantChange.ts'

export interface GivenGrant {
  userId: string
  role: Role
  scope: Scope
  /** Null: the tenant. */
  scopeId: string | null
  origin: string
}

/**
 * Gives a person a role; giving it twice is fine. Connected people are told by the caller, after the commit. Throws
 * ValidationError for a scope that is not there, PermissionError when the giver is no administrator any more.
 */
export async function giveGrant(
  trx: Knex.Transaction,
  identity: Identity,
  { userId, role, scope, scopeId, origin }: GivenGrant,
): Promise<void> {
  const { tenantId } = identity
  await beginGrantChange(trx, identity)
  const scope_id = await existingScope(trx, tenantId, scope, scopeId)
  const given: GrantRow[] = await trx('scoped_roles')
    .insert({ tenant_id: tenantId, user_id: userId, role, scope, scope_id })
    .onConflict()
    .ignore()
    .returning(['id', 'role', 'scope', 'scope_id'])
  if (given[0] !== undefined) {
    await endGrantChange(trx, identity, given[0], { holderId: userId, action: 'grant.give', origin })
  }
}

const WHERE_TO_FIND: Readonly<Record<Scope, string>> = {
  tenant: 'Leave scope_id out, or send the id of your tenant (GET me).',
  project: 'There is no such project. Send an id of GET projects.',
  module: 'There is no such module. Send an id of GET projects/{id}/modules.',
}

async function existingScope(
  trx: Knex.Transaction,
  tenantId: string,
  scope: Scope,
  scopeId: string | null,
): Promise<string> {
  if (scope === 'tenant') {
    if (scopeId !== null && scopeId !== tenantId) {
      throw noSuchScope(scope)
    }
    return tenantId
  }
  const found: { id: string } | undefined =
    scopeId === null
      ? undefined
      : await trx(scope === 'project' ? 'projects' : 'modules')
          .where({ tenant_id: tenantId, id: scopeId })
          .whereNull('deleted_at')
          .first('id')
  if (found === undefined) {
    throw noSuchScope(scope)
  }
  return found.id
}

const noSuchScope = (scope: Scope): ValidationError =>
  new ValidationError([{ path: 'scope_id', code: 'unknown-scope', message: WHERE_TO_FIND[scope] }])
