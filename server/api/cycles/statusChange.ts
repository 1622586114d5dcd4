import type { Knex } from 'knex'
import type { CycleDetail } from '#shared/api/cycles.ts'

/** Who brought the cycle to where it is, as the log says; null when nobody has moved it. */
export async function statusChange(trx: Knex.Transaction, cycleId: string): Promise<CycleDetail['status_change']> {
  const entry: { at: Date; actor_id: string | null; name: string | null } | undefined = await trx('audit_log as a')
    .leftJoin('users as u', 'u.id', 'a.actor_id')
    .where({ 'a.subject_kind': 'cycle', 'a.subject_id': cycleId, 'a.action': 'cycle.status' })
    .whereRaw('a.tenant_id = current_tenant()')
    .orderBy('a.id', 'desc')
    .first('a.at', 'a.actor_id', 'u.name')
  if (entry === undefined) {
    return null
  }
  const { actor_id: id, name } = entry
  return { at: entry.at.toISOString(), by: id === null ? null : { id, name: name ?? 'Unknown' } }
}
