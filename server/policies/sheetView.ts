import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredModules, isAdmin } from './scope.ts'

/** Whoever reads a table makes views of their own and reads the shared ones; administrators make those. */
export function allowSheetViews({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredModules(tenantId, grant)
  can('manage', 'SheetView', { ...covered, userId })
  can('read', 'SheetView', { ...covered, isShared: true })
  if (isAdmin(grant)) {
    can('manage', 'SheetView', { ...covered, isShared: true })
  }
}
