import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/** The audit log shows values of every module, so only administrators of the whole tenant read it. Nobody changes it. */
export function allowAuditLog({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  if (isTenantAdmin(grant)) {
    can('read', 'AuditLog', { tenantId })
  }
}
