import type { Knex } from 'knex'
import type { FixImportRowsBody } from '#shared/api/imports.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { EffectSum } from '#server/imports/EffectSum.ts'
import { blocksOf, keepOutcome } from '#server/imports/blocksOf.ts'
import { ImportComparison } from '#server/imports/ImportComparison.ts'
import { chosenSheet, type ImportWork } from '#server/imports/ImportWork.ts'
import { outcomeOfBlock, rowsOfBlock, type StoredBlock } from '#server/imports/StagedBlock.ts'
import type { ListedRow } from './importRows.ts'

type Work = Pick<ImportWork, 'services' | 'identity' | 'imported' | 'sheet' | 'access'>
type Fixes = FixImportRowsBody['rows']

/**
 * Writes other texts into cells of rejected rows and holds these against the sheet as it is now. All or nothing: throws
 * ValidationError with every row and column that cannot be mended. Complexity: the keys of the sheet and of the file.
 */
export async function fixRows(trx: Knex.Transaction, work: Work, fixes: Fixes): Promise<ListedRow[]> {
  const blocks = await touchedBlocks(trx, work, fixes)
  const problems = fixes.flatMap((fix, at) => problemsOf(work, fix, blocks, `rows[${at}]`))
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  const comparison = await ImportComparison.start(work)
  if (work.imported.recipe?.match === 'fields') {
    for await (const block of blocksOf(work, (all) => void all.whereRaw('added > 0'))) {
      outcomeOfBlock(block).forEach((row) => row?.state === 'added' && comparison.see(row.values))
    }
  }
  const effect = new EffectSum(await work.services.knownPlans.of(work.access), work.access)
  const mended: ListedRow[] = []
  for (const block of blocks) {
    mended.push(...(await fixBlock(trx, work, { block, comparison, effect, fixes })))
  }
  await addEffect(trx, work.imported, effect)
  return mended
}

/** What the import does to the emissions is now more by what the mended rows do. */
async function addEffect(
  trx: Knex.Transaction,
  { tenant_id, id, effect }: Work['imported'],
  sum: EffectSum,
): Promise<void> {
  const more = sum.told.effect
  if (effect !== null && more !== null) {
    const whole = {
      before_t: effect.before_t + more.before_t,
      after_t: effect.after_t + more.after_t,
      unknown_before: effect.unknown_before + more.unknown_before,
      unknown_after: effect.unknown_after + more.unknown_after,
    }
    await trx('imports')
      .where({ tenant_id, id })
      .update({ effect: JSON.stringify(whole) })
  }
}

async function fixBlock(
  trx: Knex.Transaction,
  work: Work,
  {
    block,
    comparison,
    effect,
    fixes,
  }: { block: StoredBlock; comparison: ImportComparison; effect: EffectSum; fixes: Fixes },
): Promise<ListedRow[]> {
  const { imported } = work
  const rows = rowsOfBlock(block).map((row) => [...row])
  const outcome = [...outcomeOfBlock(block)]
  const mended: ListedRow[] = []
  for (const { row, cells } of fixes.filter((fix) => isIn(block, fix.row))) {
    const at = row - block.first_row
    const mend = rows[at]!
    for (const [column, text] of Object.entries(cells)) {
      while (mend.length < Number(column)) {
        mend.push(null)
      }
      mend[Number(column) - 1] = text?.toWellFormed().replaceAll('\0', '\uFFFD') ?? null
    }
    const compared = await comparison.compare([mend], row)
    const was = outcome[at]
    if (!(was?.state === 'rejected' && was.isSummed === true)) {
      effect.add(compared)
    }
    const now = compared.outcome[0] ?? null
    // wrong once more, it is still in the sum
    outcome[at] = now?.state === 'rejected' && was?.state === 'rejected' ? { ...was, reasons: now.reasons } : now
    if (outcome[at] !== null) {
      mended.push({ row, cells: mend, outcome: outcome[at] })
    }
  }
  await trx('import_blocks')
    .where({ tenant_id: imported.tenant_id, import_id: imported.id, sheet: block.sheet, number: block.number })
    .update({ cells: JSON.stringify(rows) })
  await keepOutcome(trx, work, block, outcome)
  return mended
}

const isIn = ({ first_row: first, row_count: count }: StoredBlock, row: number): boolean =>
  row >= first && row < first + count

async function touchedBlocks(trx: Knex.Transaction, { imported }: Work, fixes: Fixes): Promise<StoredBlock[]> {
  return trx('import_blocks')
    .where({ tenant_id: imported.tenant_id, import_id: imported.id, sheet: chosenSheet(imported).index })
    .whereRaw('EXISTS (SELECT FROM unnest(?::int[]) AS row WHERE row >= first_row AND row < first_row + row_count)', [
      fixes.map(({ row }) => row),
    ])
    .orderBy('first_row')
}

function problemsOf(
  { imported, access }: Work,
  { row, cells }: Fixes[number],
  blocks: readonly StoredBlock[],
  path: string,
): ProblemDetail[] {
  const block = blocks.find((one) => isIn(one, row))
  const found = block === undefined ? null : outcomeOfBlock(block)[row - block.first_row]
  const problems: ProblemDetail[] = []
  if (found?.state !== 'rejected') {
    const message = `Row ${row} is not rejected. Only rejected rows are mended.`
    problems.push({ path: `${path}.row`, code: 'not-found', message })
  }
  const known = new Set(['row_id', ...access.readable.map(({ id }) => id)])
  const columns = new Set(
    imported.recipe?.columns.filter(({ target }) => known.has(target)).map(({ column }) => column),
  )
  for (const column of Object.keys(cells)) {
    if (!columns.has(Number(column))) {
      const message = `Column ${column} goes into no field. Leave it out.`
      problems.push({ path: `${path}.cells.${column}`, code: 'not-found', message })
    }
  }
  return problems
}
