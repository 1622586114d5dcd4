import type { ReportLocale, ReportReply } from '#shared/api/reports.ts'
import { fillReport } from '#shared/reports/fill/fillReport.ts'
import type { AppServices } from '../api/AppServices.ts'
import { loadCycle } from '../api/cycles/loadCycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant, inTenantSnapshot } from '../storage/database/inTenant.ts'
import { readReportFacts } from './readReportFacts.ts'
import { cyclesIn, reportedCycles } from './reportedCycles.ts'
import { templateOf } from './templateOf.ts'

/**
 * A filled report of a cycle, with everything that was acknowledged before, as of one moment. Throws `not-found` and `forbidden`
 * when the cycle is not the person's to read, or there is no such report.
 */
export async function makeReport(
  { db, collaboration }: Pick<AppServices, 'db' | 'collaboration'>,
  identity: Identity,
  { cycleId, report, locale }: { cycleId: string; report: string; locale: ReportLocale },
): Promise<ReportReply> {
  const { tenantId } = identity
  const { cycles, template } = await inTenant(db, tenantId, async (trx) => {
    const cycle = await loadCycle(trx, identity, 'read', cycleId)
    return {
      template: await templateOf(trx, { report, projectId: cycle.projectId }),
      cycles: await reportedCycles(trx, cycle),
    }
  })
  for (const cycle of cyclesIn(cycles)) {
    await collaboration.waitUntilProjected(tenantId, { cycleId: cycle.id })
  }
  const facts = await inTenantSnapshot(db, tenantId, async (trx) =>
    readReportFacts(trx, identity, await reportedCycles(trx, await loadCycle(trx, identity, 'read', cycleId))),
  )
  return fillReport({ report, template, locale, madeAt: new Date() }, facts)
}
