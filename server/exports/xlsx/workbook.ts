import { type ArchivedFile, zipOf } from '../archive/zipOf.ts'
import { type ListPlace, listNamesXml, listsOf, offersXml } from './lists.ts'
import { cellWriter, columnLetters, DATE, PLAIN, TEXT, TITLE, type XlsxCell, xmlText } from './sheetXml.ts'

export interface WorkbookColumn {
  title: string
  isDate?: boolean
  /** Whatever people type below its cells is taken as text. */
  isText?: boolean
  width: number
  /** Its rows are a list that other columns offer: how that is called in the workbook, and how many rows it has. */
  list?: { name: string; length: number }
  /** The list that is offered in its cells, by name. Something else may be written, after a warning. */
  offers?: string
}

/** One sheet of a workbook. */
export interface WorkbookSheet {
  /** As wanted; it is made fit and unique. */
  name: string
  columns: readonly WorkbookColumn[]
  /** Rows in pieces; every row has a cell for each column. */
  pieces: AsyncIterable<readonly (readonly XlsxCell[])[]> | Iterable<readonly (readonly XlsxCell[])[]>
}

export interface WorkbookOptions {
  title: string
  made: Date
  /** Sheets are read from right to left. */
  isRightToLeft: boolean
  /** Longer sheets go on in another one. */
  mostRows?: number
}

/** Rows of a sheet in Excel since 2007, its title among them. */
const MOST_ROWS = 1_048_576
const LONGEST_NAME = 31

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE_RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** By index: plain, titles of columns, dates, texts. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF1F3F2"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

/**
 * A workbook (ECMA-376, `.xlsx`) in pieces, made while it is read: typed cells, frozen titles with filters, no formulas.
 * Memory does not grow with the rows.
 */
export function workbook(sheets: Iterable<WorkbookSheet>, options: WorkbookOptions): AsyncGenerator<Buffer> {
  return zipOf(partsOf(sheets, options), options.made)
}

async function* partsOf(sheets: Iterable<WorkbookSheet>, options: WorkbookOptions): AsyncGenerator<ArchivedFile> {
  const names: string[] = []
  const lists: ListPlace[] = []
  for (const sheet of sheets) {
    const rows = new RowReader(sheet, options.mostRows ?? MOST_ROWS)
    do {
      const name = nameOf(sheet.name, names)
      names.push(name)
      lists.push(...listsOf(name, sheet.columns))
      yield { name: `xl/worksheets/sheet${names.length}.xml`, content: worksheet(sheet, rows, options) }
    } while (!rows.isDone)
  }
  yield { name: 'xl/workbook.xml', content: [workbookXml(names, lists)] }
  yield { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations(names.length)] }
  yield { name: 'xl/styles.xml', content: [STYLES] }
  yield { name: 'docProps/core.xml', content: [coreXml(options)] }
  yield { name: '_rels/.rels', content: [rootRelations()] }
  yield { name: '[Content_Types].xml', content: [contentTypes(names.length)] }
}

/** Reads on where the sheet before had no more room. */
class RowReader {
  readonly #pieces: AsyncIterator<readonly (readonly XlsxCell[])[]> | Iterator<readonly (readonly XlsxCell[])[]>
  readonly #most: number
  #left: readonly (readonly XlsxCell[])[] = []
  isDone = false

  constructor({ pieces }: WorkbookSheet, most: number) {
    this.#pieces = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
    this.#most = most
  }

  /** The rows of one sheet, without its titles. */
  async *sheet(): AsyncGenerator<readonly (readonly XlsxCell[])[]> {
    let room = this.#most - 1
    while (room > 0) {
      const piece = this.#left.length > 0 ? this.#left : await this.#next()
      if (piece === null) {
        return
      }
      yield piece.slice(0, room)
      this.#left = piece.slice(room)
      room -= piece.length
    }
    // whether there is another sheet is known only by its first row
    if (this.#left.length === 0) {
      this.#left = (await this.#next()) ?? []
    }
  }

  async #next(): Promise<readonly (readonly XlsxCell[])[] | null> {
    for (;;) {
      const { done, value } = await this.#pieces.next()
      if (done === true) {
        this.isDone = true
        return null
      }
      if (value.length > 0) {
        return value
      }
    }
  }

  /** Ends the reading of a sheet whose file is not wanted any more. */
  async leave(): Promise<void> {
    await this.#pieces.return?.()
  }
}

async function* worksheet(
  { columns }: WorkbookSheet,
  rows: RowReader,
  { isRightToLeft }: WorkbookOptions,
): AsyncGenerator<string> {
  const cells = columns.map(({ isDate = false }, index) => cellWriter(index, { isDate }))
  const titles = columns.map(({ title }, index) => cellWriter(index, { style: TITLE })(title, 1)).join('')
  const widths = columns.map(
    ({ width, ...look }, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}"${styleOf(look)} customWidth="1"/>`,
  )
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"${isRightToLeft ? ' rightToLeft="1"' : ''}><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${titles}</row>`
  let number = 1
  let isWhole = false
  try {
    for await (const piece of rows.sheet()) {
      let xml = ''
      for (const row of piece) {
        number++
        xml += `<row r="${number}">`
        for (let index = 0; index < cells.length; index++) {
          xml += cells[index]!(row[index] ?? null, number)
        }
        xml += '</row>'
      }
      yield xml
    }
    isWhole = true
  } finally {
    if (!isWhole) {
      await rows.leave()
    }
  }
  yield `</sheetData><autoFilter ref="A1:${columnLetters(columns.length - 1)}${number}"/>${offersXml(columns, MOST_ROWS)}</worksheet>`
}

/** How cells look that are not there yet; where any type may stand, nothing is said. */
function styleOf({ isDate = false, isText = false }: Pick<WorkbookColumn, 'isDate' | 'isText'>): string {
  const style = isDate ? DATE : isText ? TEXT : PLAIN
  return style === PLAIN ? '' : ` style="${style}"`
}

/** Excel takes names of 31 characters without `[]:*?/\`, that do not begin or end with an apostrophe, each once. */
function nameOf(wanted: string, taken: readonly string[]): string {
  const plain = wanted
    .replaceAll(/[[\]:*?/\\\p{C}]/gu, ' ')
    .replaceAll(/^[\s']+|[\s']+$/g, '')
    .replaceAll(/\s+/g, ' ')
  const known = new Set(taken.map((name) => name.toLowerCase()))
  const base = plain === '' || plain.toLowerCase() === 'history' ? `${plain} sheet`.trim() : plain
  for (let count = 1; ; count++) {
    const ending = count === 1 ? '' : ` (${count})`
    const name =
      base
        .slice(0, LONGEST_NAME - ending.length)
        .toWellFormed()
        .trimEnd() + ending
    if (!known.has(name.toLowerCase())) {
      return name
    }
  }
}

const attribute = (text: string): string => xmlText(text).replaceAll('"', '&quot;')

function workbookXml(names: readonly string[], lists: readonly ListPlace[]): string {
  const sheets = names.map((name, i) => `<sheet name="${attribute(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE_RELATIONS}"><sheets>${sheets.join('')}</sheets>${listNamesXml(lists)}</workbook>`
}

function workbookRelations(count: number): string {
  const sheets = Array.from(
    { length: count },
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE_RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  return `${HEAD}<Relationships xmlns="${RELATIONS}">${sheets.join('')}<Relationship Id="rId${count + 1}" Type="${OFFICE_RELATIONS}/styles" Target="styles.xml"/></Relationships>`
}

const rootRelations = (): string =>
  `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

function contentTypes(count: number): string {
  const sheets = Array.from(
    { length: count },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  )
  return `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${sheets.join('')}</Types>`
}

function coreXml({ title, made }: WorkbookOptions): string {
  const time = made.toISOString()
  return `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(title)}</dc:title><dc:creator>Carbonsheet</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created></cp:coreProperties>`
}
