import { setImmediate } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { ImportReason } from '#shared/api/imports.ts'
import type { JobResult } from '#shared/api/jobs.ts'
import type { RowProblem } from '#shared/api/rows.ts'
import { auditOf } from '../commands/auditOf.ts'
import { writeRows } from '../commands/writeRows.ts'
import { inTenant, inTenantSoon } from '../storage/database/inTenant.ts'
import { blocksOf, keepOutcome } from './blocksOf.ts'
import { standingRows } from './ImportComparison.ts'
import { forgetOtherSheets } from './forgetRows.ts'
import { chosenSheet, type ImportWork } from './ImportWork.ts'
import { isWaiting, planWrites } from './planWrites.ts'
import { asWritten, outcomeOfBlock, type RowOutcome, type StoredBlock } from './StagedBlock.ts'
import { tellFinished } from './tellFinished.ts'

/** Enough to be worth a write, and few enough that nobody who types waits for it. */
const ROWS_AT_ONCE = 2500

/**
 * Writes what waits through gate and journal, some blocks at a time, as one gesture of the history. A server may die at any moment: a
 * block that was begun is held against the sheet before it is written again, and the rows that it adds have their ids since
 * the preview, so nothing is written twice. Between blocks everybody else comes first.
 */
export async function commitImport(work: ImportWork): Promise<JobResult> {
  const { services, identity, imported, progress, signal } = work
  const { tenantId } = identity
  const place = { tenant_id: tenantId, id: imported.id }
  const sum = { written: 0, refused: 0 }
  const waiting = await countWaiting(work)
  for await (const blocks of together(blocksOf(work, (all) => void all.whereRaw('added + changed > written')))) {
    signal.throwIfAborted()
    const done = await commitBlocks(work, blocks)
    sum.written += done.written
    sum.refused += done.refused
    progress(Math.min(1, (sum.written + sum.refused) / Math.max(1, waiting)), 'writing')
    await setImmediate()
  }
  await services.collaboration.waitUntilProjected(tenantId, work.sheet)
  await inTenant(services.db, tenantId, async (trx) => {
    await trx('imports').where(place).update({ committed_at: trx.fn.now() })
    await forgetOtherSheets(trx, imported, chosenSheet(imported).index)
    await tellFinished(trx, imported, 'committed')
    const after = { table_id: imported.table_id, cycle_id: imported.cycle_id, file_sha256: imported.file_hash, ...sum }
    const about = { subjectKind: 'import', subjectId: imported.id, before: null, after, origin: 'job' }
    await auditOf(trx, identity, { action: 'import.commit', ...about })
  })
  return sum
}

/** Blocks of which something waits, some of them together: each write of a sheet costs something of its own. */
async function* together(blocks: AsyncIterable<StoredBlock>): AsyncGenerator<StoredBlock[]> {
  let some: StoredBlock[] = []
  let waiting = 0
  for await (const block of blocks) {
    some.push(block)
    waiting += block.added + block.changed - block.written
    if (waiting >= ROWS_AT_ONCE) {
      yield some
      some = []
      waiting = 0
    }
  }
  if (some.length > 0) {
    yield some
  }
}

async function commitBlocks(
  work: ImportWork,
  blocks: readonly StoredBlock[],
): Promise<{ written: number; refused: number }> {
  const { services, identity, imported, sheet, access } = work
  const { tenantId } = identity
  const outcomes = blocks.map((block): readonly (RowOutcome | null)[] => outcomeOfBlock(block))
  const outcome = outcomes.flat()
  const waiting = outcome.filter(isWaiting)
  const isLookedAt = blocks.some(({ begun }) => begun) || waiting.some(({ state }) => state === 'changed')
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
  // on the disk before what is written is: the journal is committed behind it
  await inTenantSoon(services.db, tenantId, (trx) => storedBlocks(trx, work, blocks).update({ begun: true }))
  const by = { origin: 'import', kind: 'import', id: imported.gesture } as const
  const done = await writeRows(services.collaboration, { identity, sheet, known: access }, plan.writes, by)
  const refused = new Map([
    ...plan.refused.map(({ index, reasons }) => [index, reasons] as const),
    ...done.rejected.map(({ index, errors }) => [index, errors.map((error) => reasonOf(error, access))] as const),
  ])
  const written = new Set([...plan.there, ...done.accepted.map(({ index }) => index)])
  await inTenantSoon(services.db, tenantId, async (trx) => {
    const whole: StoredBlock[] = []
    let start = 0
    for (const [at, block] of blocks.entries()) {
      const became = outcomes[at]!.map((row, place): RowOutcome | null => {
        const reasons = refused.get(start + place)
        return reasons !== undefined
          ? { state: 'rejected', reasons, isSummed: true }
          : written.has(start + place)
            ? asWritten(row)
            : row
      })
      if (became.some((row, place) => isWaiting(row) || row?.state !== outcomes[at]![place]?.state)) {
        await keepOutcome(trx, work, block, became)
      } else {
        whole.push(block)
      }
      start += became.length
    }
    await storedBlocks(trx, work, whole).update({ written: trx.raw('added + changed') })
  })
  return { written: written.size, refused: refused.size }
}

const reasonOf = (
  { path, code, message }: RowProblem,
  { readable }: Pick<ImportWork['access'], 'readable'>,
): ImportReason => ({ field_id: readable.find(({ key }) => key === path)?.id ?? null, code, message })

const storedBlocks = (
  trx: Knex.Transaction,
  { imported: { tenant_id, id } }: Pick<ImportWork, 'imported'>,
  blocks: readonly StoredBlock[],
): Knex.QueryBuilder =>
  trx('import_blocks')
    .where({ tenant_id, import_id: id, sheet: blocks[0]?.sheet ?? 0 })
    .whereRaw('number = ANY (?)', [blocks.map(({ number }) => number)])

async function countWaiting({ services, identity, imported }: ImportWork): Promise<number> {
  const { tenantId } = identity
  const found: { waiting: string | null } | undefined = await inTenant(services.db, tenantId, (trx) =>
    trx('import_blocks')
      .where({ tenant_id: tenantId, import_id: imported.id })
      .first(trx.raw('sum(added + changed - written) AS waiting')),
  )
  return Number(found?.waiting ?? 0)
}
