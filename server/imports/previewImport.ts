import { setImmediate } from 'node:timers/promises'
import type { JobResult } from '#shared/api/jobs.ts'
import { inTenant, inTenantSoon } from '../storage/database/inTenant.ts'
import { blocksOf, keepOutcome } from './blocksOf.ts'
import { EffectSum } from './EffectSum.ts'
import { ImportComparison } from './ImportComparison.ts'
import { chosenSheet, type ImportWork } from './ImportWork.ts'
import { rowsOfBlock } from './StagedBlock.ts'

/**
 * Says of every row what would become of it, by the sheet as it is now; nothing is written to the sheet. What somebody writes
 * meanwhile or later is noticed by the commit. Memory: a block, and the keys of the sheet.
 */
export async function previewImport(work: ImportWork): Promise<JobResult> {
  const { services, identity, imported, sheet, access, progress, signal } = work
  const { tenantId } = identity
  await services.collaboration.waitUntilProjected(tenantId, sheet)
  const comparison = await ImportComparison.start(work)
  const effect = new EffectSum(await services.knownPlans.of(access), access)
  const { rows } = chosenSheet(imported).sheet
  let keeping = Promise.resolve()
  for await (const block of blocksOf(work)) {
    signal.throwIfAborted()
    const compared = await comparison.compare(rowsOfBlock(block), block.first_row)
    effect.add(compared)
    await keeping
    keeping = inTenantSoon(services.db, tenantId, (trx) => keepOutcome(trx, work, block, compared.outcome))
    keeping.catch(() => {}) // told where it is waited for
    progress((block.first_row + block.row_count) / Math.max(1, rows), 'comparing')
    await setImmediate() // people who type come first
  }
  await keeping
  const { effect: told, no_effect } = effect.told
  await inTenant(services.db, tenantId, (trx) =>
    trx('imports')
      .where({ tenant_id: tenantId, id: imported.id })
      .update({ stage: 'previewed', effect: told === null ? null : JSON.stringify(told), no_effect }),
  )
  return {}
}
