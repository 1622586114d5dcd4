import { assertNever } from '#shared/result/assertNever.ts'
import type { SubjectPlace } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'

/**
 * What a grant covers among the subjects that stand in a module: everything of the tenant, of one project, or of one
 * module.
 */
export function coveredModules(tenantId: string, grant: ScopedGrant): SubjectPlace {
  switch (grant.scope) {
    case 'tenant':
      return { tenantId }
    case 'project':
      return { tenantId, projectId: grant.scopeId }
    case 'module':
      return { tenantId, moduleId: grant.scopeId }
    default:
      return assertNever(grant.scope)
  }
}

/**
 * What a grant covers among the subjects that stand in a project: a grant on a module opens its project (name, cycles)
 * for reading, since a module means nothing without it. Null when the module is gone.
 */
export function coveredProjects(tenantId: string, grant: ScopedGrant): SubjectPlace | null {
  if (grant.scope === 'tenant') {
    return { tenantId }
  }
  return grant.projectId === null ? null : { tenantId, projectId: grant.projectId }
}

export const isAdmin = (grant: ScopedGrant): boolean => grant.role === 'admin'
export const isTenantAdmin = (grant: ScopedGrant): boolean => isAdmin(grant) && grant.scope === 'tenant'
/** Roles that enter data. */
export const entersData = (grant: ScopedGrant): boolean => grant.role === 'admin' || grant.role === 'data_owner'
