import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredProjects, isAdmin } from './scope.ts'

/**
 * A run holds a whole cycle, so what is in it is for administrators and auditors of the tenant or the project; of its fields
 * they must be able to read all (`authorizeWholeRun`). They also have open cycles computed: that writes nothing of the cycle.
 */
export function allowRuns({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredProjects(tenantId, grant)
  if (covered !== null && grant.scope !== 'module' && (isAdmin(grant) || grant.role === 'auditor')) {
    can(['read', 'create'], 'Run', covered)
  }
}
