import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredModules, isAdmin } from './scope.ts'

/** Every role reads the modules that its grant covers; administrators manage them. */
export function allowModules({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredModules(tenantId, grant)
  can('read', 'Module', covered)
  if (isAdmin(grant)) {
    can('manage', 'Module', covered)
  }
}
