import type { ImportRecipe } from '#shared/api/imports.ts'
import type { JobResult } from '#shared/api/jobs.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { recipeProblems } from './checkRecipe.ts'
import type { FileLayout, SheetLayout } from './FileLayout.ts'
import { fileRows } from './fileRows.ts'
import { guessRecipe, headingsOf } from './guessRecipe.ts'
import { standingRows, writableFields } from './ImportComparison.ts'
import type { ImportWork } from './ImportWork.ts'
import { stageFile } from './stageFile.ts'
import type { StoredImport } from './StoredImport.ts'

/** Earlier imports that are looked through for one of the same columns. */
const LOOKED_THROUGH = 20

/**
 * Reads the file into blocks, and begins a recipe: that of the last import with the same columns, else by their names. Read anew
 * when a server died meanwhile.
 */
export async function readImport(work: ImportWork): Promise<JobResult> {
  const { services, identity, imported, progress, signal } = work
  const { tenantId } = identity
  const bytes = Number(imported.file_bytes)
  const kept = {
    hash: imported.file_hash,
    bytes,
    name: imported.file_name,
    format: imported.format,
    encoding: imported.reading.encoding,
    delimiter: imported.reading.delimiter,
  }
  progress(0, 'reading')
  const file = await fileRows(services, kept, (read) => progress(read / bytes, 'reading'))
  const layout = await stageFile(services.db, { tenantId, importId: imported.id }, file, { signal })
  const guessed = await believedIds(work, layout, guessRecipe(layout, writableFields(work)))
  const earlier = await earlierRecipe(work, layout, guessed)
  const recipe = earlier?.recipe ?? guessed
  await inTenant(services.db, tenantId, (trx) =>
    trx('imports')
      .where({ tenant_id: tenantId, id: imported.id })
      .update({
        stage: 'read',
        layout: JSON.stringify(layout),
        recipe: JSON.stringify(recipe),
        recipe_from: earlier?.id ?? null,
      }),
  )
  return { rows: layout.sheets.reduce((sum, { rows }) => sum + rows, 0) }
}

/** That of the last import whose columns are called the same, as far as this person may still use it. */
async function earlierRecipe(
  { services, identity, imported, access }: ImportWork,
  layout: FileLayout,
  { guarded }: ImportRecipe,
): Promise<{ id: string; recipe: ImportRecipe } | null> {
  const { tenantId } = identity
  const earlier: Pick<StoredImport, 'id' | 'recipe' | 'layout'>[] = await inTenant(services.db, tenantId, (trx) =>
    trx('imports')
      .where({ tenant_id: tenantId, table_id: imported.table_id })
      .whereNotNull('committed_at')
      .whereNotNull('layout')
      .orderBy('number', 'desc')
      .limit(LOOKED_THROUGH)
      .select('id', 'recipe', 'layout'),
  )
  for (const { id, recipe, layout: of } of earlier) {
    const [was] = of?.sheets.filter(({ name }) => name === recipe?.sheet) ?? []
    const [now] =
      layout.sheets.length === 1 ? layout.sheets : layout.sheets.filter(({ name }) => name === recipe?.sheet)
    if (recipe === null || was === undefined || now === undefined) {
      continue
    }
    const headings = [was, now].map((sheet) => JSON.stringify(headingsOf(sheet, recipe.header_row)))
    const adapted = adaptedTo(now, recipe, guarded)
    const isSame = headings[0] === headings[1] && headings[0] !== '[]'
    if (isSame && recipeProblems(adapted, layout, access).length === 0) {
      return { id, recipe: adapted }
    }
  }
  return null
}

/** Files of others have ids as well, which are not those of rows: what looks like none, and is none here, is not taken for one. */
async function believedIds(work: ImportWork, layout: FileLayout, recipe: ImportRecipe): Promise<ImportRecipe> {
  const sheet = layout.sheets.find(({ name }) => name === recipe.sheet)
  const column = recipe.columns.find(({ target }) => target === 'row_id')?.column
  const ids = sheet?.columns[(column ?? 0) - 1]?.samples.map(String) ?? []
  if (ids.every((id) => MADE_BY_US.test(id)) || (await standingRows(work, ids)).length > 0) {
    return recipe
  }
  return {
    ...recipe,
    columns: recipe.columns.filter(({ target }) => target !== 'row_id'),
    match: 'none',
    guarded: false,
  }
}

/** As `newRowIds` makes them. */
const MADE_BY_US = /^[\w-]{22}$/

/** What was said of numbers and dates that could be two things counts only where they could be again. */
const adaptedTo = (sheet: SheetLayout, recipe: ImportRecipe, guarded: boolean): ImportRecipe => ({
  ...recipe,
  sheet: sheet.name,
  guarded,
  columns: recipe.columns.map((column) => {
    const found = sheet.columns[column.column - 1]
    return {
      ...column,
      decimals: found?.decimals === 'open' ? column.decimals : null,
      dates: found?.dates === 'open' ? column.dates : null,
    }
  }),
})
