/** What giving and taking a role have in common. */
import type { Knex } from 'knex'
import type { Role, Scope } from '#shared/permissions/roles.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { PermissionError } from '../errors/PermissionError.ts'
import type { Identity } from '../policies/Identity.ts'
import { bumpEpochs } from './bumpEpochs.ts'
import { recordAudit } from './recordAudit.ts'

export interface GrantRow {
  id: string
  role: Role
  scope: Scope
  scope_id: string
}

/**
 * Changes of grants in a tenant take turns. Whoever was an administrator when they asked must still be one: two who take
 * each other's role at the same moment do not both succeed.
 */
export async function beginGrantChange(trx: Knex.Transaction, { tenantId, userId }: Identity): Promise<void> {
  await trx('tenants').where({ id: tenantId }).forNoKeyUpdate().first('id')
  const still: unknown = await trx('scoped_roles')
    .where({ tenant_id: tenantId, user_id: userId, role: 'admin', scope: 'tenant' })
    .first('id')
  if (still === undefined) {
    throw new PermissionError('manage', 'User')
  }
}

/** Counts the change on every document that the grant covers, and writes it down. */
export async function endGrantChange(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  grant: GrantRow,
  change: { holderId: string; action: 'grant.give' | 'grant.take'; origin: string },
): Promise<void> {
  await bumpEpochs(trx, tenantId, (documents) => coveredBy(documents, grant))
  const held = { role: grant.role, scope: grant.scope, scope_id: grant.scope_id }
  const isGiven = change.action === 'grant.give'
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    action: change.action,
    subjectKind: 'user',
    subjectId: change.holderId,
    before: isGiven ? null : held,
    after: isGiven ? held : null,
    origin: change.origin,
  })
}

function coveredBy(documents: Knex.QueryBuilder, { scope, scope_id: scopeId }: GrantRow): void {
  void documents
    .join('tables as t', (on) => on.on('t.tenant_id', 'd.tenant_id').on('t.id', 'd.table_id'))
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
  switch (scope) {
    case 'tenant':
      return
    case 'project':
      void documents.where({ 'm.project_id': scopeId })
      return
    case 'module':
      void documents.where({ 'm.id': scopeId })
      return
    default:
      assertNever(scope)
  }
}
