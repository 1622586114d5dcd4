import { Project } from '../models/Project.ts'
import type { AppServices } from '../api/AppServices.ts'
import { loadPeople } from '../api/history/people.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'

/** What a file says of where, when and by whom it was made. */
export interface Frame {
  projectName: string
  made: Date
  madeBy: string
}

/** The same for one project, now. */
export async function loadFrame(services: AppServices, identity: Identity, projectId: string): Promise<Frame> {
  const { tenantId, userId } = identity
  const project = await inTenant(services.db, tenantId, async (trx) =>
    Project.query(trx).findById(projectId).where({ tenant_id: tenantId }),
  )
  const personOf = await loadPeople(services, [userId])
  return { projectName: project?.name ?? '', made: new Date(), madeBy: personOf(userId)?.name ?? '' }
}
