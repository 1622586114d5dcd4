import type { ImportColumn, ImportRecipe } from '#shared/api/imports.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import type { FileLayout, SheetLayout } from './FileLayout.ts'

type Access = Pick<SheetAccess, 'readable' | 'writable'>

/** Everything that speaks against a recipe, for this file and this person. A field that they may not read does not exist. */
export function recipeProblems(recipe: ImportRecipe, layout: FileLayout, access: Access): ProblemDetail[] {
  const sheet = layout.sheets.find(({ name }) => name === recipe.sheet)
  const problems: ProblemDetail[] = []
  if (sheet === undefined) {
    const message = `The file has no sheet “${recipe.sheet}”. Choose one of: ${layout.sheets.map(({ name }) => name).join(', ')}.`
    problems.push({ path: 'recipe.sheet', code: 'not-found', message: message.slice(0, 500) })
  } else if (recipe.header_row > sheet.rows) {
    const message = `The sheet has ${sheet.rows} rows. Say in which of them the names of the columns are, or 0.`
    problems.push({ path: 'recipe.header_row', code: 'not-found', message })
  }
  problems.push(...recipe.columns.flatMap((column, at) => columnProblems(column, `recipe.columns[${at}]`, access)))
  problems.push(...twice(recipe.columns, 'column'), ...twice(recipe.columns, 'target'))
  return [...problems, ...matchProblems(recipe)]
}

/** What only a person can tell about a column, and has not told yet. */
export function openQuestions(
  recipe: ImportRecipe,
  sheet: SheetLayout,
  { readable }: Pick<Access, 'readable'>,
): ProblemDetail[] {
  return recipe.columns.flatMap(({ column, target, decimals, dates }, at): ProblemDetail[] => {
    const found = sheet.columns[column - 1]
    const field = readable.find(({ id }) => id === target)
    const path = `recipe.columns[${at}]`
    if (field?.type === 'number' && found?.decimals === 'open' && decimals === null) {
      const text = found.decimalSamples[0]?.text ?? ''
      const message = `${field.name}: “${text}” is two numbers. Say whether the column has decimal points or commas.`
      return [{ path: `${path}.decimals`, code: 'required', message }]
    }
    if ((field?.type === 'date' || field?.type === 'month') && found?.dates === 'open' && dates === null) {
      const text = found.dateSamples[0]?.text ?? ''
      const message = `${field.name}: “${text}” is two dates. Say whether the day or the month comes first.`
      return [{ path: `${path}.dates`, code: 'required', message }]
    }
    return []
  })
}

function columnProblems({ target, unit }: ImportColumn, path: string, { readable, writable }: Access): ProblemDetail[] {
  if (target === 'row_id') {
    return unit === null ? [] : [notUsed(`${path}.unit`)]
  }
  const field = readable.find(({ id }) => id === target)
  if (field === undefined) {
    const message = 'This table has no such field. Choose another one.'
    return [{ path: `${path}.target`, code: 'not-found', message }]
  }
  if (field.type === 'formula') {
    const message = `${field.name} is computed by a formula. Leave the column out.`
    return [{ path: `${path}.target`, code: 'formula-field', message }]
  }
  if (!writable.has(field.ordinal)) {
    const message = `You may not write ${field.name}. Leave the column out, or ask an administrator for the right to.`
    return [{ path: `${path}.target`, code: 'forbidden-field', message }]
  }
  return unit === null ? [] : unitProblems(field, unit, `${path}.unit`)
}

function unitProblems({ type, unit: own, name }: Field, unit: string, path: string): ProblemDetail[] {
  if (type !== 'number' || own === null) {
    return [notUsed(path)]
  }
  const [from, to] = [parseUnit(unit), parseUnit(own)]
  if (!from.ok) {
    return [{ path, code: 'wrong-unit', message: from.error.message }]
  }
  const message = `${unit} does not become ${own}, the unit of ${name}. Choose another unit.`
  return to.ok && conversion(from.value, to.value).ok ? [] : [{ path, code: 'wrong-unit', message }]
}

function twice(columns: readonly ImportColumn[], key: 'column' | 'target'): ProblemDetail[] {
  const seen = new Set<string | number>()
  return columns.flatMap((column, at): ProblemDetail[] => {
    const isTwice = seen.has(column[key])
    seen.add(column[key])
    const message = key === 'column' ? 'This column is there twice.' : 'Another column goes into this field already.'
    return isTwice
      ? [{ path: `recipe.columns[${at}].${key}`, code: 'twice', message: `${message} Keep one of them.` }]
      : []
  })
}

function matchProblems({ match, key_fields: keys, columns }: ImportRecipe): ProblemDetail[] {
  const targets = new Set(columns.map(({ target }) => target))
  if (match === 'row_id' && !targets.has('row_id')) {
    const message = 'Say in which column the ids of the rows are, or match by something else.'
    return [{ path: 'recipe.match', code: 'required', message }]
  }
  if (match !== 'fields') {
    return keys.length === 0 ? [] : [notUsed('recipe.key_fields')]
  }
  if (keys.length === 0) {
    return [{ path: 'recipe.key_fields', code: 'required', message: 'Name the fields by which a row is found again.' }]
  }
  return keys.flatMap((key, at): ProblemDetail[] => {
    const message = 'No column goes into this field. Map one, or match without it.'
    return targets.has(key) ? [] : [{ path: `recipe.key_fields[${at}]`, code: 'not-found', message }]
  })
}

const notUsed = (path: string): ProblemDetail => ({
  path,
  code: 'not-used',
  message: 'This is not used here. Leave it out.',
})
