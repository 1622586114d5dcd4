import type { FileColumn, ImportRecipe, ImportReply } from '#shared/api/imports.ts'
import { historyGesture } from '#server/history/historyGesture.ts'
import type { ColumnLayout, SheetLayout } from '#server/imports/FileLayout.ts'
import { headingGuesser, headingsOf } from '#server/imports/guessRecipe.ts'
import { writableFields } from '#server/imports/ImportComparison.ts'
import { importActions, importState } from '#server/imports/importState.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { factsOf, type ListedImport } from './loadImport.ts'

type Person = ImportReply['made_by']

/** An import as the list tells it: who, when, which file, and what came of it. */
export function presentListed(found: ListedImport, madeBy: Person): ImportReply {
  const facts = factsOf(found)
  const { added, changed, unchanged, rejected, written, job } = found
  const isCompared = found.stage === 'previewed' || found.stage === 'reverted'
  return {
    id: found.id,
    table: { id: found.table_id, name: found.table_name },
    cycle: { id: found.cycle_id, name: found.cycle_name },
    state: importState(facts),
    file: { name: found.file_name, format: found.format, bytes: Number(found.file_bytes), sha256: found.file_hash },
    reading: null,
    recipe: null,
    columns: [],
    recipe_from: null,
    counts: isCompared ? { added, changed, unchanged, rejected, written } : null,
    effect: null,
    no_effect: null,
    reverted: found.reverted,
    job: job === null ? null : { id: job.id, progress: job.progress, doing: job.doing },
    problem: job?.state === 'failed' ? job.error : null,
    gesture_id: found.committed_at === null && written === 0 ? null : gestureOf(found),
    made_by: madeBy,
    created_at: found.created_at.toISOString(),
    committed_at: found.committed_at?.toISOString() ?? null,
    reverted_at: found.reverted_at?.toISOString() ?? null,
    actions: [],
  }
}

/** The same with what its file is like and how it is read, for who brought it. */
export function presentImport(
  found: ListedImport,
  access: SheetAccess,
  more: { madeBy: Person; from: ImportReply['recipe_from'] },
): ImportReply {
  const recipe = found.recipe === null ? null : readableRecipe(found.recipe, access)
  const sheet = found.layout?.sheets.find(({ name }) => name === recipe?.sheet)
  return {
    ...presentListed(found, more.madeBy),
    reading:
      found.layout === null
        ? null
        : {
            encoding: found.layout.encoding,
            delimiter: found.layout.delimiter,
            sheets: found.layout.sheets.map(({ name, rows, columns, head }) => ({
              name,
              rows,
              columns: columns.length,
              head: head.map((row) => [...row]),
            })),
          },
    recipe,
    columns: sheet === undefined || recipe === null ? [] : presentColumns(sheet, recipe, access),
    recipe_from: more.from,
    effect: found.effect,
    no_effect: found.no_effect,
    actions: importActions(factsOf(found), access.locked),
  }
}

/** Without the fields that the person may not read any more. */
function readableRecipe(recipe: ImportRecipe, { readable }: Pick<SheetAccess, 'readable'>): ImportRecipe {
  const known = new Set(['row_id', ...readable.map(({ id }) => id)])
  return {
    ...recipe,
    columns: recipe.columns.filter(({ target }) => known.has(target)),
    key_fields: recipe.key_fields.filter((id) => known.has(id)),
  }
}

function presentColumns(sheet: SheetLayout, recipe: ImportRecipe, access: SheetAccess): FileColumn[] {
  const headings = recipe.header_row === 0 ? [] : headingsOf(sheet, recipe.header_row)
  const guess = headingGuesser(writableFields({ access }))
  return sheet.columns.map((column, at) => {
    const heading = headings[at] ?? null
    const guessed = guess(heading)
    return {
      column: at + 1,
      title: heading === null || heading === '' ? null : String(heading),
      samples: [...column.samples],
      filled: column.filled,
      ...presentWriting(column),
      guess: guessed === null ? null : { target: guessed.target, by: guessed.by },
    }
  })
}

const presentWriting = ({ decimals, decimalSamples, dates, dateSamples }: ColumnLayout) => ({
  decimals,
  decimal_samples: [...decimalSamples],
  dates: dates === null ? null : ORDERS[dates],
  date_samples: dateSamples.map(({ text, dayFirst, monthFirst }) => ({
    text,
    day_first: dayFirst,
    month_first: monthFirst,
  })),
})

const ORDERS = { 'day-first': 'day_first', 'month-first': 'month_first', open: 'open' } as const

const gestureOf = ({ gesture, made_by: actorId }: ListedImport): string =>
  historyGesture({ documentId: 0, seq: 0, actorId, origin: 'import' }, { kind: 'import', id: gesture }).id
