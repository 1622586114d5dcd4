import type { Knex } from 'knex'
import type { HeldGrantReply } from '#shared/api/users.ts'

export interface PersonRow {
  id: string
  name: string
  email: string
  /** A program: it cannot sign in. */
  is_service: boolean
}

/** The people who belong to the tenant now. */
export function people(trx: Knex.Transaction, tenantId: string): Knex.QueryBuilder {
  return trx('memberships as ms')
    .join('users as u', 'u.id', 'ms.user_id')
    .where({ 'ms.tenant_id': tenantId })
    .whereNull('ms.deleted_at')
    .whereNull('u.deleted_at')
    .select('u.id', 'u.name', 'u.email', 'u.is_service')
}

/** What each of these people holds, the widest scope first. */
export async function grantsOf(
  trx: Knex.Transaction,
  tenantId: string,
  userIds: readonly string[],
): Promise<Map<string, HeldGrantReply[]>> {
  const rows: (HeldGrantReply & { user_id: string })[] = await trx('scoped_roles as r')
    .leftJoin('modules as m', (on) => on.on('m.tenant_id', 'r.tenant_id').on('m.id', 'r.scope_id'))
    .leftJoin('projects as p', (on) =>
      on.on('p.tenant_id', 'r.tenant_id').andOn('p.id', trx.raw('coalesce(m.project_id, r.scope_id)')),
    )
    .leftJoin('tenants as t', 't.id', 'r.scope_id')
    .where({ 'r.tenant_id': tenantId })
    .whereIn('r.user_id', userIds)
    .orderByRaw(`array_position(ARRAY['tenant', 'project', 'module'], r.scope), p.name, m.name, r.role`)
    .select('r.user_id', 'r.id', 'r.role', 'r.scope', 'r.scope_id')
    .select(trx.raw(`coalesce(m.name, p.name, t.name, '') AS scope_name`))
    .select(trx.raw(`CASE WHEN m.id IS NOT NULL THEN p.name END AS project_name`))
  const held = new Map<string, HeldGrantReply[]>(userIds.map((id) => [id, []]))
  for (const { user_id: userId, ...grant } of rows) {
    held.get(userId)?.push(grant)
  }
  return held
}
