import { setImmediate } from 'node:timers/promises'
import type { ImportReason } from '#shared/api/imports.ts'
import type { JobResult } from '#shared/api/jobs.ts'
import { auditOf } from '../commands/auditOf.ts'
import { writeRows } from '../commands/writeRows.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { blocksOf, keepOutcome } from './blocksOf.ts'
import { standingRows } from './ImportComparison.ts'
import type { ImportWork } from './ImportWork.ts'
import { isWaiting, planWrites } from './planWrites.ts'
import { outcomeOfBlock, type RowOutcome, type StoredBlock } from './StagedBlock.ts'

/**
 * Writes what waits through gate and journal, block by block, as one gesture of the history. A server may die at any moment: a
 * block that was begun is held against the sheet before it is written again, and the rows that it adds have their ids since
 * the preview, so nothing is written twice. Between blocks everybody else comes first.
 */
export async function commitImport(work: ImportWork): Promise<JobResult> {
  const { services, identity, imported, progress, signal } = work
  const { tenantId } = identity
  const place = { tenant_id: tenantId, id: imported.id }
  const sum = { written: 0, refused: 0 }
  const waiting = await countWaiting(work)
  for await (const block of blocksOf(work, (blocks) => void blocks.whereRaw('added + changed > written'))) {
    signal.throwIfAborted()
    const done = await commitBlock(work, block)
    sum.written += done.written
    sum.refused += done.refused
    progress(Math.min(1, (sum.written + sum.refused) / Math.max(1, waiting)), 'writing')
    await setImmediate()
  }
  await services.collaboration.waitUntilProjected(tenantId, work.sheet)
  await inTenant(services.db, tenantId, async (trx) => {
    await trx('imports').where(place).update({ committed_at: trx.fn.now() })
    const after = { table_id: imported.table_id, cycle_id: imported.cycle_id, file_sha256: imported.file_hash, ...sum }
    const about = { subjectKind: 'import', subjectId: imported.id, before: null, after, origin: 'job' }
    await auditOf(trx, identity, { action: 'import.commit', ...about })
  })
  return sum
}

async function commitBlock(work: ImportWork, block: StoredBlock): Promise<{ written: number; refused: number }> {
  const { services, identity, imported, sheet, access } = work
  const { tenantId } = identity
  const outcome: (RowOutcome | null)[] = [...outcomeOfBlock(block)]
  const waiting = outcome.filter(isWaiting)
  const isLookedAt = block.begun || waiting.some(({ state }) => state === 'changed')
  if (isLookedAt) {
    await services.collaboration.waitUntilProjected(tenantId, sheet)
  }
  const rows = isLookedAt
    ? await standingRows(
        work,
        waiting.map(({ id }) => id),
      )
    : []
  const fields = new Map(access.readable.map((field) => [String(field.ordinal), field]))
  const plan = planWrites(outcome, new Map(rows.map((row) => [row.row_id, row])), fields)
  await inTenant(services.db, tenantId, (trx) =>
    trx('import_blocks')
      .where({ tenant_id: tenantId, import_id: imported.id, sheet: block.sheet, number: block.number })
      .update({ begun: true }),
  )
  const by = { origin: 'import', kind: 'import', id: imported.gesture } as const
  const done = await writeRows(services.collaboration, { identity, sheet, known: access }, plan.writes, by)
  const refused = [
    ...plan.refused,
    ...done.rejected.map(({ index, errors }) => ({
      index,
      reasons: errors.map(({ path, code, message }): ImportReason => ({
        field_id: access.readable.find(({ key }) => key === path)?.id ?? null,
        code,
        message,
      })),
    })),
  ]
  const written = [...plan.there, ...done.accepted.map(({ index }) => index)]
  for (const index of written) {
    const row = outcome[index]
    if (row?.state === 'added' || row?.state === 'changed') {
      outcome[index] = { ...row, written: true }
    }
  }
  for (const { index, reasons } of refused) {
    outcome[index] = { state: 'rejected', reasons }
  }
  await inTenant(services.db, tenantId, (trx) => keepOutcome(trx, work, block, outcome))
  return { written: written.length, refused: refused.length }
}

async function countWaiting({ services, identity, imported }: ImportWork): Promise<number> {
  const { tenantId } = identity
  const found: { waiting: string | null } | undefined = await inTenant(services.db, tenantId, (trx) =>
    trx('import_blocks')
      .where({ tenant_id: tenantId, import_id: imported.id })
      .first(trx.raw('sum(added + changed - written) AS waiting')),
  )
  return Number(found?.waiting ?? 0)
}
