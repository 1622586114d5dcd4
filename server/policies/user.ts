import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/** Everybody reads and renames themselves; administrators of the tenant manage its people. */
export function allowUsers({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  can(['read', 'update'], 'User', { tenantId, userId })
  if (isTenantAdmin(grant)) {
    can('manage', 'User', { tenantId })
  }
}
