import { ConflictsQuery, ConflictsReply } from '#shared/api/conflicts.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { openConflicts, presentConflict } from './openConflicts.ts'

const list = route({
  method: 'get',
  path: '/conflicts',
  tag: 'Conflicts',
  summary:
    'Cells that you and somebody else wrote without seeing each other, while the value that was kept still stands',
  query: ConflictsQuery,
  reply: ConflictsReply,
  async handle({ identity, query, services }) {
    const sheet = { tableId: query.table_id, cycleId: query.cycle_id }
    const { access } = await loadSheetAccess(services, identity, sheet)
    await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
    const found = await inTenant(services.db, identity.tenantId, (trx) => openConflicts(trx, identity, sheet))
    const keys = new Map(access.readable.map((field) => [field.ordinal, field.key]))
    return { data: found.flatMap((conflict) => presentConflict(conflict, keys.get(conflict.ordinal)) ?? []) }
  },
})

const settle = route({
  method: 'post',
  path: '/conflicts/{id}/settle',
  tag: 'Conflicts',
  summary: 'Say that a conflict is decided; to take the other value, write it first',
  reply: null,
  async handle({ identity, params, services }) {
    const { tenantId, userId } = identity
    const settled = await inTenant(services.db, tenantId, (trx) =>
      trx('cell_conflicts')
        .where({ tenant_id: tenantId, id: params['id']! })
        .andWhere((mine) => mine.where({ kept_by: userId }).orWhere({ lost_by: userId }))
        .update({
          settled_at: trx.raw('coalesce(settled_at, now())'),
          settled_by: trx.raw('coalesce(settled_by, ?::uuid)', [userId]),
        }),
    )
    if (settled === 0) {
      throw new NotFoundError('conflict')
    }
  },
})

export const conflictRoutes = [list, settle]
