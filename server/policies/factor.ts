import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { entersData } from './scope.ts'

/**
 * Published factors are open to every member; nobody changes what was published. How sure the tenant thinks they are, every
 * member reads too, and administrators and data owners of the tenant say.
 */
export function allowFactors({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  can('read', 'Factor')
  can('read', 'FactorQuality', { tenantId })
  if (entersData(grant) && grant.scope === 'tenant') {
    can('manage', 'FactorQuality', { tenantId })
  }
}
