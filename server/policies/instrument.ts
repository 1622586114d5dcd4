import type { RuleBuilder, RuleOwner } from './ability.ts'
import type { ScopedGrant } from './Identity.ts'
import { coveredProjects, entersData } from './scope.ts'

/**
 * Instruments belong to the tenant: whoever has a role there reads them all, and administrators and data owners of the
 * tenant keep them. Whoever reads one project only reads those that cover something of it.
 */
export function allowInstruments({ can }: RuleBuilder, { tenantId }: RuleOwner, grant: ScopedGrant): void {
  const covered = coveredProjects(tenantId, grant)
  if (covered === null) {
    return
  }
  can('read', 'Instrument', covered)
  if (entersData(grant) && grant.scope === 'tenant') {
    can('manage', 'Instrument', covered)
  }
}
