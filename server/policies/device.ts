import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/** Devices hold credentials, and their readings end in fields of any readers: administrators of the tenant keep them. */
export function allowDevices({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  if (isTenantAdmin(grant)) {
    can('manage', 'Device', { tenantId })
  }
}
