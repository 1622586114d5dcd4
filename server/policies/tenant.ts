import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/** Every member reads the tenant (its name); its administrators manage it. */
export function allowTenant({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  can('read', 'Tenant', { tenantId })
  if (isTenantAdmin(grant)) {
    can('manage', 'Tenant', { tenantId })
  }
}
