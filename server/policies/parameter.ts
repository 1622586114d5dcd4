import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { entersData } from './scope.ts'

/**
 * Parameters belong to the tenant: formulas of all its projects read them, so whoever has a role anywhere in it does too.
 * Administrators and data owners of the tenant keep them.
 */
export function allowParameters({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  can('read', 'Parameter', { tenantId })
  if (entersData(grant) && grant.scope === 'tenant') {
    can('manage', 'Parameter', { tenantId })
  }
}
