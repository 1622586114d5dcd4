import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'

/** Published factors are open to every member; nobody changes what was published. */
export function allowFactors({ can }: RuleBuilder, _owner: RuleOwner, _grant: ScopedGrant): void {
  can('read', 'Factor')
}
