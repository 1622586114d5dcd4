import { latestCycles } from '#server/emissions/yearSeries.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'

/** Returns when the rows of every cycle that can still change have everything that is journaled by now. */
export async function untilProjectIsProjected(
  { db, collaboration }: AppServices,
  { tenantId }: Identity,
  projectId: string,
): Promise<void> {
  const cycles = await inTenant(db, tenantId, (trx) => latestCycles(trx, projectId))
  const changing = cycles.filter(({ status }) => status !== 'locked')
  await Promise.all(changing.map(({ id: cycleId }) => collaboration.waitUntilProjected(tenantId, { cycleId })))
}
