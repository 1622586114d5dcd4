import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Project } from '#server/models/Project.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { AppServices } from '../AppServices.ts'

/** Throws NotFoundError when there is none or none of theirs. */
export async function loadProject({ db }: AppServices, identity: Identity, id: string): Promise<Project> {
  const project = await inTenant(db, identity.tenantId, async (trx) =>
    Project.query(trx).findById(id).whereNull('deleted_at'),
  )
  if (project === undefined) {
    throw new NotFoundError('project')
  }
  authorize(identity, 'read', 'Project', { tenantId: project.tenantId, projectId: project.id })
  return project
}

/** Of which the caller manages the cycles, and with them the base year, targets and denominators. Throws PermissionError too. */
export async function loadManagedProject(services: AppServices, identity: Identity, id: string): Promise<Project> {
  const project = await loadProject(services, identity, id)
  authorize(identity, 'manage', 'Cycle', { tenantId: project.tenantId, projectId: project.id })
  return project
}
