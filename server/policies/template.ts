import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isAdmin, isTenantAdmin } from './scope.ts'

/** Whoever designs tables somewhere uses all templates of the tenant and keeps new ones; its administrators, and who made one, change it. */
export function allowTemplates({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  if (isAdmin(grant)) {
    can(['read', 'create'], 'Template', { tenantId })
    can('manage', 'Template', { tenantId, userId })
  }
  if (isTenantAdmin(grant)) {
    can('manage', 'Template', { tenantId })
  }
}
