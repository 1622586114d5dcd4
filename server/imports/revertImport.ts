import { setImmediate } from 'node:timers/promises'
import { newGestureId } from '#collab/protocol/gestures.ts'
import type { ImportReply, KeptCellsReply } from '#shared/api/imports.ts'
import type { JobResult } from '#shared/api/jobs.ts'
import { auditOf } from '../commands/auditOf.ts'
import { writeRows } from '../commands/writeRows.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { blocksOf, keepOutcome } from './blocksOf.ts'
import { standingRows } from './ImportComparison.ts'
import type { ImportWork } from './ImportWork.ts'
import { forgetRows } from './forgetRows.ts'
import { planRevert } from './planRevert.ts'
import { outcomeOfBlock, type StoredBlock } from './StagedBlock.ts'
import { tellFinished } from './tellFinished.ts'

/** The others are counted. */
const MOST_LISTED = 500

type Reverted = NonNullable<ImportReply['reverted']>
type Kept = KeptCellsReply['data']

/**
 * Takes back what an import wrote: its cells hold again what they held, its rows are deleted again. What somebody changed since
 * stays, and is listed. Each block is noted when it is done, so whoever begins again goes on behind it.
 */
export async function revertImport(work: ImportWork): Promise<JobResult> {
  const { services, identity, imported, sheet, progress, signal } = work
  const { tenantId } = identity
  const by = { origin: 'import', kind: 'restored', id: newGestureId() } as const
  let { reverted, kept } = begun(work)
  await services.collaboration.waitUntilProjected(tenantId, sheet)
  const { total } = await countWritten(work)
  let rows = 0
  for await (const block of blocksOf(work, (blocks) => void blocks.where('written', '>', 0))) {
    signal.throwIfAborted()
    const done = await revertBlock(work, block, by)
    reverted = {
      cells: reverted.cells + done.cells,
      rows: reverted.rows + done.rows,
      kept: reverted.kept + done.kept.length,
    }
    kept = [...kept, ...done.kept].slice(0, MOST_LISTED)
    rows += block.written
    const so = { reverted: JSON.stringify(reverted), kept: JSON.stringify(kept) }
    await inTenant(services.db, tenantId, async (trx) => {
      await trx('imports').where({ tenant_id: tenantId, id: imported.id }).update(so)
      await keepOutcome(trx, work, block, done.outcome)
    })
    progress(Math.min(1, rows / Math.max(1, total)), 'reverting')
    await setImmediate()
  }
  await services.collaboration.waitUntilProjected(tenantId, sheet)
  await inTenant(services.db, tenantId, async (trx) => {
    await trx('imports')
      .where({ tenant_id: tenantId, id: imported.id })
      .update({ stage: 'reverted', reverted_at: trx.fn.now(), reverted: JSON.stringify(reverted) })
    await forgetRows(trx, imported)
    await tellFinished(trx, imported, 'reverted')
    const after = { table_id: imported.table_id, cycle_id: imported.cycle_id, ...reverted }
    const about = { subjectKind: 'import', subjectId: imported.id, before: null, after, origin: 'job' }
    await auditOf(trx, identity, { action: 'import.revert', ...about })
  })
  return { ...reverted }
}

const begun = ({ imported }: ImportWork): { reverted: Reverted; kept: Kept } => ({
  reverted: imported.reverted ?? { cells: 0, rows: 0, kept: 0 },
  kept: imported.kept ?? [],
})

async function revertBlock(
  work: ImportWork,
  block: StoredBlock,
  by: Parameters<ImportWork['services']['collaboration']['deleteRows']>[3],
) {
  const { services, identity, sheet, access } = work
  const outcome = outcomeOfBlock(block)
  const ids = outcome.flatMap((row) => (row !== null && 'written' in row ? [row.id] : []))
  const standing = await standingRows(work, ids)
  const plan = planRevert(outcome, new Map(standing.map((row) => [row.row_id, row])), access.readable)
  const { rejected } = await writeRows(services.collaboration, { identity, sheet, known: access }, plan.writes, by)
  if (plan.deletes.length > 0) {
    await services.collaboration.deleteRows(identity, sheet, plan.deletes, by)
  }
  const refused = new Set(rejected.map(({ index }) => index))
  const cells = plan.writes.reduce((sum, { index, row }) => sum + (refused.has(index) ? 0 : row.values.size), 0)
  const notWritten = plan.writes.filter(({ index }) => refused.has(index))
  const kept: Kept = [
    ...plan.kept,
    ...notWritten.map(({ row }) => ({ row_id: row.id!, field_id: null, imported: null, now: null })),
  ]
  return { outcome: plan.outcome, cells, rows: plan.deletes.length, kept }
}

async function countWritten({ services, identity, imported }: ImportWork): Promise<{ total: number }> {
  const { tenantId } = identity
  const found: { written: string | null } | undefined = await inTenant(services.db, tenantId, (trx) =>
    trx('import_blocks')
      .where({ tenant_id: tenantId, import_id: imported.id })
      .first(trx.raw('sum(written) AS written')),
  )
  return { total: Number(found?.written ?? 0) }
}
