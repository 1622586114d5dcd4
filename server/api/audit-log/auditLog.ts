import type { Knex } from 'knex'
import { AuditLogQuery, AuditLogReply } from '#shared/api/auditLog.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { type AuditRow, presentAuditEntry } from '#server/presenters/presentAuditEntry.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'

const FILTERS = ['action', 'actor_id', 'subject_kind', 'subject_id'] as const

const list = route({
  method: 'get',
  path: '/audit_log',
  tag: 'Audit log',
  summary: 'Who changed what, from where; newest first. For administrators of the tenant',
  query: AuditLogQuery,
  reply: AuditLogReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'AuditLog')
    const page = await inTenant(services.db, identity.tenantId, (trx) =>
      keysetPage<AuditRow>(
        narrowed(trx, identity.tenantId, query),
        { columns: ['a.id'], keyOf: (row) => [row.id], descending: true },
        query,
      ),
    )
    return { ...page, data: page.data.map(presentAuditEntry) }
  },
})

export const auditLogRoutes = [list]

function narrowed(trx: Knex.Transaction, tenantId: string, query: AuditLogQuery): Knex.QueryBuilder {
  const rows = trx('audit_log as a')
    .leftJoin('users as u', 'u.id', 'a.actor_id')
    .where('a.tenant_id', tenantId)
    .select('a.*', { actor_name: 'u.name' })
  for (const column of FILTERS) {
    const value = query[`filter[${column}]`]
    if (value !== undefined) {
      void rows.where(`a.${column}`, value)
    }
  }
  return rows
}
