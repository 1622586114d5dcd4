import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredProjects, isAdmin } from './scope.ts'

/** Whoever reads a project reads its cycles; administrators of the tenant or the project manage them. */
export function allowCycles({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredProjects(tenantId, grant)
  if (covered === null) {
    return
  }
  can('read', 'Cycle', covered)
  if (isAdmin(grant) && grant.scope !== 'module') {
    can('manage', 'Cycle', covered)
  }
}
