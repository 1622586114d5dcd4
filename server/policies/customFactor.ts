import { CUSTOM_FACTOR_ACTIONS, type CustomFactorAction, type CustomFactorStatus } from '#shared/api/customFactors.ts'
import type { RuleBuilder, RuleOwner } from './ability.ts'
import { may } from './authorize.ts'
import type { Identity, ScopedGrant } from './Identity.ts'
import { entersData, isTenantAdmin } from './scope.ts'

/**
 * Whoever has a role in the tenant reads its own factors. Whoever enters data somewhere proposes them and changes what they
 * made; administrators of the tenant change, approve and retire all of them.
 */
export function allowCustomFactors({ can }: RuleBuilder, { tenantId, userId }: RuleOwner, grant: ScopedGrant): void {
  can('read', 'CustomFactor', { tenantId })
  if (entersData(grant)) {
    can('create', 'CustomFactor', { tenantId })
    can(['update', 'delete'], 'CustomFactor', { tenantId, userId })
  }
  if (isTenantAdmin(grant)) {
    can('manage', 'CustomFactor', { tenantId })
  }
}

/** Who made a factor or worked on it, and where it is on its way. */
export interface FactorInWork {
  tenantId: string
  status: CustomFactorStatus
  createdBy: string
  /** Everybody who entered something of it. */
  makers: ReadonlySet<string>
}

/** What a person may do with a factor as it is now. Four eyes: who worked on it does not approve it, whatever their role. */
export function customFactorActions(identity: Identity, factor: FactorInWork): CustomFactorAction[] {
  const place = { tenantId: factor.tenantId, userId: factor.createdBy }
  const mayChange = may(identity, 'update', 'CustomFactor', place)
  const mayDecide = may(identity, 'manage', 'CustomFactor', place)
  const all: Readonly<Record<CustomFactorAction, boolean>> = {
    edit: mayChange && factor.status === 'draft',
    discard: mayChange && (factor.status === 'draft' || factor.status === 'submitted'),
    submit: mayChange && factor.status === 'draft',
    return: mayChange && factor.status === 'submitted',
    approve: mayDecide && factor.status === 'submitted' && !factor.makers.has(identity.userId),
    retire: mayDecide && factor.status === 'approved',
    new_version:
      may(identity, 'create', 'CustomFactor', place) && (factor.status === 'approved' || factor.status === 'retired'),
  }
  return CUSTOM_FACTOR_ACTIONS.filter((action) => all[action])
}
