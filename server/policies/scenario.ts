import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredProjects, isAdmin } from './scope.ts'

/**
 * Whoever reads a project thinks its cycles otherwise, and keeps what they thought for those who read the same. One's own are
 * one's own; administrators of the tenant or the project clear up.
 */
export function allowScenarios({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredProjects(tenantId, grant)
  if (covered === null) {
    return
  }
  can('read', 'Scenario', covered)
  can('manage', 'Scenario', { ...covered, userId })
  if (isAdmin(grant) && grant.scope !== 'module') {
    can('manage', 'Scenario', covered)
  }
}
