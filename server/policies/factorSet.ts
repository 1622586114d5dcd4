import { FACTOR_SET_ACTIONS, type FactorSetAction } from '#shared/api/factorSets.ts'
import type { FactorSetStatus } from '#shared/emissions/factorSet.ts'
import { may } from './authorize.ts'
import type { Identity } from './Identity.ts'

/** Who brought a set, and where it is on its way. */
export interface FactorSetInWork {
  tenantId: string
  status: FactorSetStatus
  createdBy: string
  /** Everybody who entered something of it. */
  makers: ReadonlySet<string>
}

/**
 * What a person may do with a set as it is now, by their rights on the tenant's own factors. Four eyes: who brought it or said
 * how it is read does not approve it, whatever their role.
 */
export function factorSetActions(identity: Identity, set: FactorSetInWork): FactorSetAction[] {
  const place = { tenantId: set.tenantId, userId: set.createdBy }
  const mayChange = may(identity, 'update', 'CustomFactor', place)
  const mayDecide = may(identity, 'manage', 'CustomFactor', place)
  const all: Readonly<Record<FactorSetAction, boolean>> = {
    edit: mayChange && set.status === 'uploaded',
    import: mayChange && set.status === 'uploaded',
    discard: mayChange && (set.status === 'uploaded' || set.status === 'draft'),
    approve: mayDecide && set.status === 'draft' && !set.makers.has(identity.userId),
    retire: mayDecide && set.status === 'approved',
  }
  return FACTOR_SET_ACTIONS.filter((action) => all[action])
}
