import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredModules, entersData } from './scope.ts'

/** Every role reads the rows that its grant covers; administrators and data owners write them. */
export function allowRows({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredModules(tenantId, grant)
  can('read', 'Row', covered)
  if (entersData(grant)) {
    can(['create', 'update', 'delete'], 'Row', covered)
  }
}

/** A locked cycle never changes: nobody writes its rows, whatever the grants say. */
export function forbidLockedRows({ cannot }: RuleBuilder): void {
  cannot(['create', 'update', 'delete'], 'Row', { cycleStatus: 'locked' })
}
