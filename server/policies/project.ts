import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredProjects, isAdmin } from './scope.ts'

/** Every role reads the projects that its grant touches; administrators of the tenant or the project manage them. */
export function allowProjects({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredProjects(tenantId, grant)
  if (covered === null) {
    return
  }
  can('read', 'Project', covered)
  if (isAdmin(grant) && grant.scope !== 'module') {
    can('manage', 'Project', covered)
  }
}
