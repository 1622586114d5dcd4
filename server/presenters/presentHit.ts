import type { SearchHit } from '#shared/api/search.ts'
import type { Field } from '#shared/fields/field.ts'
import { excerptOf } from '#shared/search/words.ts'
import type { FoundFile } from '../search/findEvidence.ts'
import type { FoundNote } from '../search/findNotes.ts'
import type { FoundRow } from '../search/findRows.ts'
import type { SearchedSheet } from '../search/searchedSheets.ts'
import type { SoughtWords } from '../search/SoughtWords.ts'
import type { FactorRow } from './presentFactor.ts'

const EXCERPT_LENGTH = 120
/** Texts that a row is called by, besides its site and month. */
const NAMING_TEXTS = 1
const TITLE_LENGTH = 160

/** A row, with the cell in which a word was found. */
export function presentRowHit({ sheet, rowId, values, field }: FoundRow, sought: SoughtWords): SearchHit {
  const [text = ''] = sought.textsOf(field, values[field.ordinal] ?? null)
  return {
    kind: 'row',
    id: rowId,
    title: titleOf(sheet, values, sought),
    excerpt: excerptOf(text, sought.words, EXCERPT_LENGTH),
    where: whereOf(sheet, field),
    link: linkTo(sheet, { row: rowId, field: field.key }),
  }
}

/** A note, called by its row. */
export function presentNoteHit({ sheet, rowId, values, text }: FoundNote, sought: SoughtWords): SearchHit {
  return {
    kind: 'note',
    id: rowId,
    title: titleOf(sheet, values, sought),
    excerpt: excerptOf(text, sought.words, EXCERPT_LENGTH),
    where: whereOf(sheet, null),
    link: linkTo(sheet, { row: rowId, panel: 'note' }),
  }
}

/** A file, with the row that has it in a cell. */
export function presentFileHit({ id, name, sheet, rowId, field, values }: FoundFile, sought: SoughtWords): SearchHit {
  return {
    kind: 'evidence',
    id,
    title: titleOf(sheet, values, sought),
    excerpt: excerptOf(name, sought.words, EXCERPT_LENGTH),
    where: whereOf(sheet, field),
    link: linkTo(sheet, { row: rowId, field: field.key }),
  }
}

/** A factor of the library. */
export const presentFactorHit = ({ id, name, year, unit, publisher }: FactorRow): SearchHit => ({
  kind: 'factor',
  id,
  title: `${name} ${year}`,
  excerpt: [{ text: unit === null ? publisher : `${unit} · ${publisher}`, matched: false }],
  where: null,
  link: `/factors?${new URLSearchParams({ factor: id }).toString()}`,
})

/** A table, as it is opened. */
export const presentTableHit = (sheet: SearchedSheet): SearchHit => ({
  kind: 'table',
  id: sheet.table.id,
  title: sheet.table.name,
  excerpt: [],
  where: whereOf(sheet, null),
  link: linkTo(sheet, {}),
})

/** What people know the row by: its site, its first text and its month, as far as they read these; else nothing. */
function titleOf({ fields }: SearchedSheet, values: FoundRow['values'], sought: SoughtWords): string {
  const textOf = (field: Field | undefined): string =>
    field === undefined ? '' : sought.textsOf(field, values[field.ordinal] ?? null).join(', ')
  const site = fields.find(({ role }) => role === 'site')
  const month = fields.find(({ role }) => role === 'month')
  const texts = fields
    .filter((field) => field !== site)
    .map(textOf)
    .filter((text) => text !== '')
  const monthText = month === undefined ? null : (values[month.ordinal] ?? null)
  return [textOf(site), ...texts.slice(0, NAMING_TEXTS), typeof monthText === 'string' ? monthText : '']
    .filter((part) => part !== '')
    .map((part) => (part.length > TITLE_LENGTH ? `${part.slice(0, TITLE_LENGTH)}…` : part))
    .join(' · ')
}

const whereOf = ({ project, module, table, cycle }: SearchedSheet, field: Field | null): SearchHit['where'] => ({
  project,
  module,
  table,
  cycle,
  field: field === null ? null : { key: field.key, name: field.name },
})

function linkTo({ table, cycle }: SearchedSheet, named: Record<string, string>): string {
  const search = new URLSearchParams(named).toString()
  return `/sheets/${table.id}/${cycle.id}${search === '' ? '' : `?${search}`}`
}
