import type { Knex } from 'knex'
import type { CommitImportBody, ImportBody } from '#shared/api/imports.ts'
import { BlockedError } from '../errors/BlockedError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import { recipeProblems } from './checkRecipe.ts'
import type { StoredImport } from './StoredImport.ts'

/**
 * Takes another recipe, which undoes a preview, or another way to read the file. Throws ValidationError with everything that
 * speaks against the recipe.
 */
export async function changeRecipe(
  trx: Knex.Transaction,
  imported: StoredImport,
  { recipe, reading }: ImportBody,
  access: SheetAccess,
): Promise<void> {
  const { tenant_id, id, layout } = imported
  if (recipe !== undefined && layout !== null) {
    const problems = recipeProblems(recipe, layout, access)
    if (problems.length > 0) {
      throw new ValidationError(problems)
    }
    await trx('imports')
      .where({ tenant_id, id })
      .update({ recipe: JSON.stringify(recipe), stage: 'read', effect: null, no_effect: null })
  }
  if (reading !== undefined) {
    await trx('imports')
      .where({ tenant_id, id })
      .update({ reading: JSON.stringify(reading), stage: 'uploaded', effect: null, no_effect: null })
  }
}

/** Nobody takes in something else than they saw. Throws BlockedError with the numbers as they are. */
export function checkSeen(
  { added, changed, written }: { added: number; changed: number; written: number },
  seen: CommitImportBody,
): void {
  if (seen.added !== added || seen.changed !== changed) {
    const message = `By now ${added} rows would be added and ${changed} changed, of which ${written} are written. Look at them again.`
    throw new BlockedError('The import is not what you saw. Nothing was changed.', [
      { path: 'added', code: 'changed-meanwhile', message },
    ])
  }
}

/** Ends an import of which nothing is written; its rows are forgotten, and its file is kept. */
export async function giveUp(
  trx: Knex.Transaction,
  { tenant_id, id }: Pick<StoredImport, 'tenant_id' | 'id'>,
): Promise<void> {
  await trx('import_blocks').where({ tenant_id, import_id: id }).delete()
  await trx('imports').where({ tenant_id, id }).update({ stage: 'cancelled' })
}
