import type { FileColumn, ImportColumn, ImportRecipe, ImportReply } from '#shared/api/imports.ts'
import type { FieldReply } from '#shared/api/tables.ts'

/** What a person says about a file before it is compared with the sheet; nothing here is sent until they go on. */

/** A column in which nothing tells how it is written. */
export interface FormatQuestion {
  kind: 'decimals' | 'dates'
  column: FileColumn
  field: FieldReply
  /** Null: not answered yet. */
  answer: ImportColumn['decimals'] | ImportColumn['dates']
}

/** A recipe without columns gets those that the file's headings name. */
export function firstDraft({ recipe, columns }: Pick<ImportReply, 'recipe' | 'columns'>): ImportRecipe | null {
  if (recipe === null || recipe.columns.length > 0) {
    return recipe
  }
  const guessed = columns.reduce(
    (draft, { column, guess }) =>
      guess === null || draft.columns.some(({ target }) => target === guess.target)
        ? draft
        : withTarget(draft, column, guess.target),
    recipe,
  )
  return guessed.columns.some(({ target }) => target === 'row_id') ? { ...guessed, match: 'row_id' } : guessed
}

/** The column of the recipe with this number in the file; undefined: it is left out. */
export const mappedColumn = ({ columns }: ImportRecipe, column: number): ImportColumn | undefined =>
  columns.find((one) => one.column === column)

/** A column of the file goes into this field and no other column does; null leaves it out. */
export function withTarget(recipe: ImportRecipe, column: number, target: string | null): ImportRecipe {
  const others = recipe.columns.filter((one) => one.column !== column && one.target !== target)
  const columns =
    target === null
      ? others
      : [...others, { column, target, unit: null, decimals: null, dates: null }].toSorted((a, b) => a.column - b.column)
  const targets = new Set<string>(columns.map((one) => one.target))
  const keys = recipe.key_fields.filter((key) => targets.has(key))
  const isFound = recipe.match === 'row_id' ? targets.has('row_id') : recipe.match !== 'fields' || keys.length > 0
  return { ...recipe, columns, key_fields: keys, match: isFound ? recipe.match : 'none' }
}

/** Something else about a column that is mapped. */
export function withColumn(
  recipe: ImportRecipe,
  column: number,
  change: Partial<Pick<ImportColumn, 'unit' | 'decimals' | 'dates'>>,
): ImportRecipe {
  const columns = recipe.columns.map((one) => (one.column === column ? { ...one, ...change } : one))
  return { ...recipe, columns }
}

/** By what rows are found again. With nothing chosen yet, fields that could tell rows apart are proposed. */
export function withMatch(
  recipe: ImportRecipe,
  match: ImportRecipe['match'],
  fields: readonly FieldReply[],
): ImportRecipe {
  if (match !== 'fields') {
    return { ...recipe, match, key_fields: [] }
  }
  const mapped = fields.filter(({ id }) => recipe.columns.some(({ target }) => target === id))
  const unique = mapped.filter(({ validation }) => validation.unique)
  const places = mapped.filter(({ role }) => role === 'site' || role === 'month')
  const proposed = unique.length > 0 ? unique.slice(0, 1) : places
  return {
    ...recipe,
    match,
    key_fields: recipe.key_fields.length > 0 ? recipe.key_fields : proposed.map(({ id }) => id),
  }
}

/** Everything about mapped columns that only a person can tell, answered or not, in the order of the file. */
export function questionsOf(
  recipe: ImportRecipe,
  columns: readonly FileColumn[],
  fields: readonly FieldReply[],
): FormatQuestion[] {
  const byId = new Map(fields.map((field) => [field.id, field]))
  return columns.flatMap((column): FormatQuestion[] => {
    const mapped = mappedColumn(recipe, column.column)
    const field = mapped === undefined ? undefined : byId.get(mapped.target)
    if (mapped === undefined || field === undefined) {
      return []
    }
    if (field.type === 'number' && column.decimals === 'open') {
      return [{ kind: 'decimals', column, field, answer: mapped.decimals }]
    }
    const isDated = field.type === 'date' || field.type === 'month'
    return isDated && column.dates === 'open' ? [{ kind: 'dates', column, field, answer: mapped.dates }] : []
  })
}

/** Fields that must be filled and have no column: new rows would lack them. */
export function missingFields(recipe: ImportRecipe, fields: readonly FieldReply[]): FieldReply[] {
  const targets = new Set<string>(recipe.columns.map(({ target }) => target))
  return fields.filter(({ required, id }) => required && !targets.has(id))
}

/** The same file with another sheet or header row: which column is what is found anew. */
export const withPlace = (recipe: ImportRecipe, place: Pick<ImportRecipe, 'sheet' | 'header_row'>): ImportRecipe => ({
  ...recipe,
  ...place,
  columns: [],
  match: 'none',
  key_fields: [],
})
