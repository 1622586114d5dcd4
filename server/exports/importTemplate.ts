import type { ImportTemplateQuery } from '#shared/api/exports.ts'
import type { Field, FieldType } from '#shared/fields/field.ts'
import { authorize } from '../policies/authorize.ts'
import type { Identity } from '../policies/Identity.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import { columnTitle } from './exportedCells.ts'
import { CANONICAL, csvHead, dialectOf, titleIn } from './formats/csv.ts'
import { MEDIA_TYPES } from './mediaTypes.ts'
import { type TemplateWords, templateWords } from './templateWords.ts'
import { isRightToLeft } from './words.ts'
import { workbook, type WorkbookColumn, type WorkbookSheet } from './xlsx/workbook.ts'
import type { XlsxCell } from './xlsx/sheetXml.ts'

/** A field that a file can fill. */
type FilledField = Field & { type: Exclude<FieldType, 'formula' | 'evidence'> }

export interface ImportTemplate {
  /** With its ending. */
  name: string
  mediaType: string
  content: Buffer
}

/**
 * An empty file of a table, to be filled in and brought back: what the caller may write and nothing else, under the titles of
 * exports. Files behind cells are no text and are left out. Throws the refusal of writing rows when there is no such field.
 */
export async function importTemplate(
  identity: Identity,
  access: SheetAccess,
  { format, locale }: Pick<ImportTemplateQuery, 'format' | 'locale'>,
): Promise<ImportTemplate> {
  const fields = access.readable.filter(isFilled).filter(({ ordinal }) => access.writable.has(ordinal))
  if (fields.length === 0) {
    authorize(identity, 'update', 'Row', access.place) // says why
  }
  const words = templateWords(locale)
  return {
    name: `${access.table.name} ${words.template}.${format}`,
    mediaType: MEDIA_TYPES[format],
    content: format === 'csv' ? csv(fields, locale) : await xlsx(fields, { access, locale, words }),
  }
}

const isFilled = (field: Field): field is FilledField => field.type !== 'formula' && field.type !== 'evidence'

function csv(fields: readonly Field[], locale: string | undefined): Buffer {
  const dialect = locale === undefined ? CANONICAL : dialectOf(locale)
  const titles = fields.map((field) => titleIn(dialect, field))
  return Buffer.from(csvHead(titles, dialect))
}

async function xlsx(
  fields: readonly FilledField[],
  { access, locale, words }: { access: SheetAccess; locale: string | undefined; words: TemplateWords },
): Promise<Buffer> {
  const lists = fields.flatMap((field) => choicesOf(field) ?? [])
  const sheets = [
    { name: access.table.name, columns: fields.map(blankColumn), pieces: [] },
    noteSheet(fields, words),
    ...(lists.length > 0 ? [choiceSheet(lists, words)] : []),
  ]
  const title = `${access.table.name} – ${words.template}`
  const options = { title, made: new Date(), isRightToLeft: isRightToLeft(locale) }
  return Buffer.concat(await Array.fromAsync(workbook(sheets, options)))
}

const LEAST_WIDTH = 14
const MOST_WIDTH = 40

/** Numbers and yes or no are left to the spreadsheet; what it would make something else of is text. */
function blankColumn(field: FilledField): WorkbookColumn {
  const title = columnTitle(field)
  const column = {
    title,
    isDate: field.type === 'date',
    isText: !['date', 'number', 'boolean'].includes(field.type),
    width: Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, title.length + 4)),
  }
  const list = choicesOf(field)
  // several of a list are one text, which no list can offer
  return list === null || field.type === 'options' ? column : { ...column, offers: list.name }
}

interface Choices {
  /** In the workbook. */
  name: string
  title: string
  choices: readonly XlsxCell[]
}

function choicesOf(field: FilledField): Choices | null {
  const choices = field.type === 'boolean' ? [true, false] : field.options.map(({ label }) => label)
  return choices.length === 0 ? null : { name: `choices_${field.ordinal}`, title: columnTitle(field), choices }
}

function choiceSheet(lists: readonly Choices[], words: TemplateWords): WorkbookSheet {
  const longest = Math.max(...lists.map(({ choices }) => choices.length))
  return {
    name: words.choices,
    columns: lists.map(({ name, title, choices }) => ({
      title,
      width: 24,
      list: { name, length: choices.length },
    })),
    pieces: [Array.from({ length: longest }, (_, row) => lists.map(({ choices }) => choices[row] ?? null))],
  }
}

function noteSheet(fields: readonly FilledField[], words: TemplateWords): WorkbookSheet {
  const lines = fields.map((field) => [
    columnTitle(field),
    field.required ? words.required : null,
    words.types[field.type],
    field.unit,
    rulesText(field, words),
    words.writing[field.type],
  ])
  const remarks = words.remarks.map((remark) => [remark, ...words.columns.slice(1).map(() => null)])
  const gap = words.columns.map(() => null)
  return {
    name: words.notes,
    columns: words.columns.map((title) => ({ title, width: 28 })),
    pieces: [[...lines, gap, ...remarks]],
  }
}

/** Null: everything of its type is allowed. */
function rulesText({ rules, unit }: Field, { rules: words }: TemplateWords): string | null {
  const { min, max, mask, unique, formula, message } = rules ?? {}
  const withUnit = (limit: number | string): string =>
    typeof limit === 'number' && unit !== null ? `${limit} ${unit}` : String(limit)
  const said = [
    ...(min === undefined ? [] : [words.min(withUnit(min))]),
    ...(max === undefined ? [] : [words.max(withUnit(max))]),
    ...(mask === undefined ? [] : [words.mask(mask)]),
    ...(unique === true ? [words.unique('')] : []),
    ...(formula === undefined ? [] : [words.formula(message ?? formula)]),
  ]
  return said.length === 0 ? null : said.join('; ')
}
