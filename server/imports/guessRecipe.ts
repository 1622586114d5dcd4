import type { FileCell, FileColumn, ImportColumn, ImportRecipe } from '#shared/api/imports.ts'
import type { Field } from '#shared/fields/field.ts'
import { conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { columnTitle } from '../exports/exportedCells.ts'
import type { FileLayout, SheetLayout } from './FileLayout.ts'

/** What a heading probably means, and in which unit the column says to be. */
export interface HeadingGuess {
  target: ImportColumn['target']
  by: NonNullable<FileColumn['guess']>['by']
  /** Null: the field's own, or none is named. */
  unit: string | null
}

/** Headings stand in one of the first rows. */
const ROWS_OF_HEADINGS = 10
const UNIT_BEHIND = /^(.*?)\s*(?:\((.+)\)|\[(.+)\])\s*$/s

/** Finds the fields that headings name: by key or title as exports have them, or by a name that differs in spelling only. */
export function headingGuesser(fields: readonly Field[]): (heading: FileCell | undefined) => HeadingGuess | null {
  const exact = new Map(
    fields.flatMap((field) => [columnTitle(field), field.key].map((name) => [name, field] as const)),
  )
  const alike = new Map(
    fields.flatMap((field) => [field.name, field.key].map((name) => [plainName(name), field] as const)),
  )
  const found = (field: Field | undefined, by: HeadingGuess['by'], unit: string | null): HeadingGuess | null =>
    field === undefined ? null : { target: field.id, by, unit: otherUnit(field, unit) }
  return (heading) => {
    if (typeof heading !== 'string' || heading.trim() === '') {
      return null
    }
    const title = heading.trim()
    if (exact.has(title)) {
      return found(exact.get(title), 'same', null)
    }
    if (title.toLowerCase() === 'id') {
      return { target: 'row_id', by: 'same', unit: null }
    }
    const [, name, inRound, inSquare] = UNIT_BEHIND.exec(title) ?? []
    return (
      found(alike.get(plainName(title)), 'name', null) ??
      (name === undefined ? null : found(alike.get(plainName(name)), 'name', inRound ?? inSquare ?? null))
    )
  }
}

/** How a file is probably to be read, by the names of its columns. `fields`: those that the person may write. */
export function guessRecipe(layout: FileLayout, fields: readonly Field[]): ImportRecipe {
  const guess = headingGuesser(fields)
  const tried = layout.sheets.flatMap((sheet) =>
    sheet.head
      .slice(0, ROWS_OF_HEADINGS)
      .map((row, at) => ({ sheet, headerRow: at + 1, guesses: onceEach(row.map(guess)) })),
  )
  const counted = tried.map((one) => ({ ...one, found: one.guesses.filter((guessed) => guessed !== null).length }))
  const [best] = counted.toSorted((a, b) => b.found - a.found)
  const [first] = layout.sheets
  if (best === undefined || best.found === 0) {
    return { ...NOTHING_KNOWN, sheet: first?.name ?? '', header_row: (first?.rows ?? 0) > 1 ? 1 : 0 }
  }
  const columns = best.guesses.flatMap((guessed, at): ImportColumn[] =>
    guessed === null
      ? []
      : [{ column: at + 1, target: guessed.target, unit: guessed.unit, decimals: null, dates: null }],
  )
  const hasIds = columns.some(({ target }) => target === 'row_id')
  return {
    ...NOTHING_KNOWN,
    sheet: best.sheet.name,
    header_row: best.headerRow,
    columns,
    match: hasIds ? 'row_id' : 'none',
    // only exports have ids, and those in CSV guard their texts
    guarded: hasIds && layout.delimiter !== null,
  }
}

const NOTHING_KNOWN: Omit<ImportRecipe, 'sheet' | 'header_row'> = {
  columns: [],
  match: 'none',
  key_fields: [],
  empty: 'keep',
  unknown: 'reject',
  guarded: false,
}

/** The headings of a sheet by its recipe, as far as they were kept with its head. */
export const headingsOf = (sheet: SheetLayout, headerRow: number): readonly FileCell[] =>
  sheet.head[headerRow - 1] ?? []

/** Of two columns with the same name the first one counts. */
function onceEach(guesses: readonly (HeadingGuess | null)[]): (HeadingGuess | null)[] {
  const taken = new Set<string>()
  return guesses.map((guess) => {
    const isNew = guess !== null && !taken.has(guess.target)
    taken.add(guess?.target ?? '')
    return isNew ? guess : null
  })
}

/** Names that differ in case, spacing and marks only are alike, in every script. */
const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Null: it is none that becomes the field's, or the field's own. */
function otherUnit({ type, unit: own }: Field, named: string | null): string | null {
  const [from, to] = [parseUnit(named ?? ''), parseUnit(own ?? '')]
  if (type !== 'number' || named === null || !from.ok || !to.ok) {
    return null
  }
  const found = conversion(from.value, to.value)
  return found.ok && found.value.multiply !== found.value.divide ? named : null
}
