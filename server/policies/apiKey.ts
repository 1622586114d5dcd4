import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/**
 * Whoever has a role makes keys that act for themselves, and sees and ends them. Administrators of the tenant see and end all
 * keys; they make some for service accounts, and none that acts for somebody else (`mayMakeKeyFor`).
 */
export function allowApiKeys({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  can('manage', 'ApiKey', { tenantId, userId })
  if (isTenantAdmin(grant)) {
    can(['read', 'update', 'delete'], 'ApiKey', { tenantId })
  }
}
