import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { isTenantAdmin } from './scope.ts'

/** Webhooks tell of the whole company, so its administrators keep them, and nobody else knows of them. */
export function allowWebhooks({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  if (isTenantAdmin(grant)) {
    can('manage', 'Webhook', { tenantId })
  }
}
