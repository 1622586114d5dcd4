import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredModules, isAdmin } from './scope.ts'

/** Every role reads the tables that its grant covers; administrators manage them and their fields. */
export function allowTables({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredModules(tenantId, grant)
  can('read', 'Table', covered)
  if (isAdmin(grant)) {
    can('manage', 'Table', covered)
  }
}
