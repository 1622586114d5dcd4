/**
 * The flat file of the UK Government GHG Conversion Factors for Company Reporting (DESNZ, before 2023 BEIS): one row per gas and
 * unit. Rows of CO2, CH4 and N2O are CO2e of that gas already (AR5), rows of kWh are energy and no emission, and those outside of
 * the scopes are biogenic CO2. A blank is no value: edition 2026 v1.2 replaced wrong zeros of v1 by blanks.
 */
import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { PublishedFactor, PublishedValue } from '#shared/emissions/publishedFactor.ts'
import type { ReadCell, ReadSheet } from '#server/reading/Spreadsheet.ts'
import { fromPublished, type PlacedRecord } from './fromPublished.ts'
import { findHeadings, headingText, type HeadingRow } from './headings.ts'
import { amountIn, cellName, rejectRow } from './rejectRow.ts'
import { fixedReading, type SetReader } from './SetReader.ts'
import { sheetOf } from './sheetOf.ts'

const HEADINGS = ['id', 'scope', 'level 1', 'level 2', 'level 3', 'level 4', 'column text', 'uom', 'ghg/unit'] as const
type Heading = (typeof HEADINGS)[number] | 'value'
const VALUE = /^ghg conversion factor( (\d{4}))?$/
const GAS = /^kg co2e(?: of (co2|ch4|n2o) per unit)?$/
const ENERGY = /^kwh/
const OUTSIDE = /^outside of scopes$/
const REFRIGERANTS = 'Refrigerant & other'
/** Five decimals are printed; a total that is further from its gases has something that they do not say. */
const ROUNDING = 2.5e-5
const LICENCE =
  'Open Government Licence v3.0; attribution: "Contains public sector information licensed under the Open Government Licence v3.0."'

export const desnzFlatFile: SetReader = {
  layout: 'desnz',
  expected: `a sheet with the columns ${HEADINGS.join(', ')} and “GHG Conversion Factor” with its year`,
  find(book) {
    for (const sheet of book.sheets) {
      const found = columnsOf(sheet)
      if (found !== null) {
        return fixedReading('desnz', sheet.name, found.headings.index + 1)
      }
    }
    return null
  },
  guess(book) {
    const year = book.sheets.map((sheet) => columnsOf(sheet)?.year ?? null).find((one) => one !== null)
    return {
      publisher: 'UK Department for Energy Security and Net Zero',
      title: 'UK Government GHG Conversion Factors for Company Reporting, flat file',
      licence: LICENCE,
      ...(year !== undefined && { year, edition: `${year}` }),
    }
  },
  read(book, reading, details) {
    const sheet = sheetOf(book, reading)
    const found = columnsOf(sheet)
    if (found === null) {
      return { factors: [], rejected: [] }
    }
    const rows = new FlatRows(sheet, found.columns, details.year)
    for (const [index, row] of sheet.rows.entries()) {
      if (index > found.headings.index) {
        rows.add(row, index)
      }
    }
    const { factors, rejected } = fromPublished(rows.records(), details, 'AR5')
    return { factors, rejected: [...rows.rejected, ...rejected].toSorted((a, b) => a.row - b.row) }
  },
}

type Columns = Readonly<Record<Heading, number>>

function columnsOf(sheet: ReadSheet): { headings: HeadingRow; columns: Columns; year: number | null } | null {
  const headings = findHeadings(
    sheet,
    (texts) => HEADINGS.every((name) => texts.includes(name)) && texts.some((one) => VALUE.test(one)),
  )
  if (headings === null) {
    return null
  }
  const value = headings.texts.findIndex((one) => VALUE.test(one))
  const year = VALUE.exec(headings.texts[value] ?? '')?.[2]
  const at = (name: (typeof HEADINGS)[number]): number => headings.texts.indexOf(name)
  const levels = {
    'level 1': at('level 1'),
    'level 2': at('level 2'),
    'level 3': at('level 3'),
    'level 4': at('level 4'),
  }
  const rest = {
    id: at('id'),
    scope: at('scope'),
    'column text': at('column text'),
    uom: at('uom'),
    'ghg/unit': at('ghg/unit'),
  }
  return { headings, columns: { ...levels, ...rest, value }, year: year === undefined ? null : Number(year) }
}

interface Gathered {
  record: PublishedFactor
  row: number
  cells: string[]
  total: number | null
  gases: Record<string, PublishedValue>
}

/** Rows of one id, but for the gas at its end, are one factor. */
class FlatRows {
  readonly rejected: RejectedRow[] = []
  readonly #found = new Map<string, Gathered>()
  readonly #lines = new Set<string>()
  readonly #sheet: ReadSheet
  readonly #columns: Columns
  readonly #year: number

  constructor(sheet: ReadSheet, columns: Columns, year: number) {
    this.#sheet = sheet
    this.#columns = columns
    this.#year = year
  }

  add(row: readonly ReadCell[], index: number): void {
    const text = (heading: Heading): string => String(row[this.#columns[heading]] ?? '').trim()
    const place = { sheet: this.#sheet.name, row: index, column: this.#columns.value }
    const id = text('id')
    if (row.every((cell) => cell === null)) {
      return
    }
    if (!/^\w+(_\w+)+$/.test(id)) {
      this.rejected.push(
        rejectRow({ ...place, column: this.#columns.id }, 'no-name', 'The row has no id of the publisher.', {
          says: id,
        }),
      )
      return
    }
    if (this.#lines.size === this.#lines.add(id).size) {
      this.rejected.push(
        rejectRow({ ...place, column: this.#columns.id }, 'duplicate', `The id ${id} stands in a row above.`, {
          says: id,
        }),
      )
      return
    }
    const amount = amountIn(row[this.#columns.value], place)
    if (typeof amount !== 'number') {
      this.rejected.push(amount)
      return
    }
    const ghg = headingText(text('ghg/unit'))
    const gas = GAS.exec(ghg)
    if (gas === null && !ENERGY.test(ghg)) {
      const message = `“${text('ghg/unit')}” is neither CO2e, nor one of its gases, nor energy.`
      this.rejected.push(
        rejectRow({ ...place, column: this.#columns['ghg/unit'] }, 'unknown-gas', message, { says: text('ghg/unit') }),
      )
      return
    }
    const key = gas === null ? id : id.replace(/_[^_]+$/, '')
    const gathered = this.#found.get(key) ?? this.#begin(key, text, index)
    gathered.cells.push(cellName(this.#columns.value, index))
    if (gas === null) {
      gathered.record = { ...gathered.record, energy: { v: amount, u: text('ghg/unit') } }
    } else if (gas[1] === undefined) {
      gathered.total = amount
    } else {
      gathered.gases[gas[1].toUpperCase()] = { v: amount, u: 'kg CO2e' }
    }
  }

  records(): PlacedRecord[] {
    return [...this.#found].map(([key, { record, row, cells, total, gases }]) => ({
      key,
      row,
      record: { ...record, cell: cells.join(', '), ...amountsOf(record, total, gases) },
    }))
  }

  #begin(key: string, text: (heading: Heading) => string, row: number): Gathered {
    const levels = (['level 1', 'level 2', 'level 3', 'level 4', 'column text'] as const).map(text)
    const path = levels.filter((level) => level !== '')
    const scope = /^scope ([123])$/i.exec(text('scope'))?.[1]
    const isOutside = OUTSIDE.test(headingText(text('scope')))
    const record: PublishedFactor = {
      id: `desnz${String(this.#year).slice(-2)}.${key}`,
      src: `desnz-${this.#year}`,
      table: this.#sheet.name,
      rowId: key,
      name: path.slice(1).join(' / ') || (path[0] ?? key),
      path: isOutside && path[0] !== 'Outside of scopes' ? ['Outside of scopes', ...path] : path,
      ...(scope !== undefined && { scope: Number(scope) }),
      ...(isOutside && { scope: 'outside-of-scopes', biogenicCO2: true }),
      geo: path[0] === REFRIGERANTS ? 'GLOBAL' : 'GB',
      year: this.#year,
      per: text('uom'),
      confidence: 'high',
    }
    const gathered: Gathered = { record, row, cells: [], total: null, gases: {} }
    this.#found.set(key, gathered)
    return gathered
  }
}

/** The gases where they come to the printed total, the total alone where they do not: then one of them is blank. */
function amountsOf(
  { biogenicCO2 }: PublishedFactor,
  total: number | null,
  gases: Gathered['gases'],
): Pick<PublishedFactor, 'co2e' | 'gasesCO2e'> {
  const sum = Object.values(gases).reduce((all, { v }) => all + v, 0)
  if (biogenicCO2 === true) {
    const co2 = gases['CO2'] ?? (total === null ? undefined : { v: total, u: 'kg CO2e' })
    return co2 === undefined ? {} : { gasesCO2e: { CO2: co2 } }
  }
  const hasGases = Object.keys(gases).length > 0 && (total === null || Math.abs(sum - total) <= ROUNDING)
  return {
    ...(total !== null && { co2e: { v: total, u: 'kg CO2e', gwp: 'AR5' } }),
    ...(hasGases && { gasesCO2e: gases }),
  }
}
