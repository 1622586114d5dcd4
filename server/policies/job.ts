import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/**
 * A job is seen and ended by who asked for it, and by administrators of the tenant; those of the system by the latter. What is
 * in its result is an id: what that names has rules of its own.
 */
export function allowJobs({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  can(['read', 'update'], 'Job', { tenantId, userId })
  if (isTenantAdmin(grant)) {
    can(['read', 'update'], 'Job', { tenantId })
  }
}
