import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Cycle } from '#server/models/Cycle.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'

/**
 * Cycles of a project that the caller may read, oldest first. `ids` absent: all of them. Throws NotFoundError when one is not
 * there, and PermissionError.
 */
export async function chosenCycles(
  { db }: AppServices,
  identity: Identity,
  projectId: string,
  ids: readonly string[] | undefined,
): Promise<readonly Cycle[]> {
  const { tenantId } = identity
  authorize(identity, 'read', 'Cycle', { tenantId, projectId })
  const all = await inTenant(db, tenantId, async (trx) =>
    Cycle.query(trx)
      .where({ tenant_id: tenantId, project_id: projectId })
      .whereNull('deleted_at')
      .orderBy(['starts_on', 'version', 'id']),
  )
  const wanted = new Set(ids?.map((id) => id.toLowerCase()) ?? all.map(({ id }) => id))
  const chosen = all.filter(({ id }) => wanted.has(id))
  if (chosen.length < wanted.size) {
    throw new NotFoundError('cycle')
  }
  return chosen
}
