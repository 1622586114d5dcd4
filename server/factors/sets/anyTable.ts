/** Any other table: a person says which column is what, and each row is a factor. */
import { FACTOR_BOUNDARIES } from '#shared/api/customFactors.ts'
import type { RejectedRow, SetReading } from '#shared/api/factorSets.ts'
import { type RowReason, SET_COLUMNS, type SetColumn } from '#shared/emissions/factorSet.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import { lackingGases } from '#shared/emissions/lackingGases.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { convert } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { numberInCell } from '#server/reading/numberInCell.ts'
import type { ReadCell } from '#server/reading/Spreadsheet.ts'
import { guessAmountUnit, guessColumns } from './guessColumns.ts'
import { findHeadings, headingText } from './headings.ts'
import { keyOf, seriesOf } from './keys.ts'
import { amountIn, cellName, rejectRow } from './rejectRow.ts'
import { fixedReading, type SetDetails, type SetFactor, type SetReader } from './SetReader.ts'
import { sheetOf } from './sheetOf.ts'

const GASES = { co2: 'CO2', ch4: 'CH4-fossil', ch4_biogenic: 'CH4-nonfossil', n2o: 'N2O' } as const
const GAS_COLUMNS = ['co2', 'ch4', 'ch4_biogenic', 'n2o'] as const
const AMOUNTS = ['co2e', ...GAS_COLUMNS, 'biogenic_co2'] as const
const LONGEST = { name: 200, geography: 40, category: 300, reference: 200 }

export const anyTable: SetReader = {
  layout: 'table',
  expected: 'a table with a row of headings, of which one is the name, one the unit, and one CO2e or a gas',
  find(book) {
    const looked = book.sheets.map((sheet) => ({ sheet, headings: findHeadings(sheet, isHeading) }))
    const { sheet, headings } = looked.find((one) => one.headings !== null) ?? looked[0] ?? {}
    if (sheet === undefined) {
      return null
    }
    const texts = headings?.texts ?? (sheet.rows[0] ?? []).map(headingText)
    return {
      ...fixedReading('table', sheet.name, (headings?.index ?? 0) + 1),
      columns: guessColumns(texts),
      amount_unit: guessAmountUnit(texts),
    }
  },
  guess: () => ({}),
  read(book, reading, details) {
    const sheet = sheetOf(book, reading)
    const readRows = sheet.rows
      .map((cells, index) => ({ cells, index }))
      .filter(({ cells, index }) => index >= (reading.header_row ?? 1) && cells.some((cell) => cell !== null))
      .map(({ cells, index }) => readRow({ cells, index, sheet: sheet.name }, reading, details))
    const twice = new Map<string, number[]>()
    for (const { factor } of readRows) {
      if (factor !== null) {
        twice.set(factor.key, [...(twice.get(factor.key) ?? []), factor.row])
      }
    }
    const factors: SetFactor[] = []
    const rejected: RejectedRow[] = []
    for (const { factor, problems } of readRows) {
      const same = factor === null ? [] : (twice.get(factor.key) ?? [])
      if (factor !== null && same.length > 1) {
        const message = `Rows ${same.join(', ')} are the same factor. Keep one of them, or tell them apart by a column “ID”.`
        rejected.push(
          rejectRow({ sheet: sheet.name, row: factor.row - 1, column: null }, 'duplicate', message, { rows: same }),
        )
      } else if (factor !== null) {
        factors.push(factor)
      }
      rejected.push(...problems)
    }
    return { factors, rejected }
  },
}

/** At least an amount and what it is of, or per. */
function isHeading(texts: readonly string[]): boolean {
  const columns = guessColumns(texts)
  const hasAmount = AMOUNTS.some((column) => columns[column] !== undefined)
  return hasAmount && (columns.name !== undefined || columns.unit !== undefined) && texts.filter(Boolean).length > 1
}

interface TableRow {
  cells: readonly ReadCell[]
  index: number
  sheet: string
}

/** The factor of a row, or everything that is wrong with it. */
function readRow(
  row: TableRow,
  reading: SetReading,
  details: SetDetails,
): { factor: SetFactor | null; problems: RejectedRow[] } {
  const cells = new RowCells(row, reading.columns)
  const name = cells.text('name').slice(0, LONGEST.name)
  if (name === '') {
    cells.reject('name', 'no-name', 'The row has no name.')
  }
  const unit = unitOf(cells)
  const amounts = amountsOf(cells, reading)
  const year = cells.whole('year', 1990, 2100, 'unknown-year', 'Write a year from 1990 to 2100.') ?? details.year
  const scope = cells.whole('scope', 1, 3, 'unknown-scope', 'Write 1, 2 or 3.')
  const geography = (cells.text('geography') || reading.geography).slice(0, LONGEST.geography)
  if (geography === '') {
    const message = 'The row names no place. Write a country or grid, or GLOBAL, or say for all rows where they hold.'
    cells.reject('geography', 'unknown-place', message)
  }
  const gwp = gwpOf(cells, reading)
  const boundary = boundaryOf(cells)
  const uncertaintyPercent = percentOf(cells)
  if (cells.problems.length > 0 || unit === null || amounts === null) {
    return { factor: null, problems: cells.problems }
  }
  const path = cells
    .text('category')
    .slice(0, LONGEST.category)
    .split(/\s*[/>]\s*/)
    .filter(Boolean)
  const key = keyOf(cells.text('key') === '' ? [name, unit, geography, ...path, boundary ?? ''] : [cells.text('key')])
  const reference = cells.text('reference').slice(0, LONGEST.reference)
  const used = cells.used()
  return {
    problems: [],
    factor: {
      key,
      series: `${seriesOf(details)}.${key}`,
      name,
      path,
      scope,
      year,
      geography,
      gwpBasis: amounts.co2eOnlyKg === null ? null : gwp,
      sheet: row.sheet,
      row: row.index + 1,
      cells: used.map(([, column]) => cellName(column, row.index)).join(', '),
      published: {
        ...Object.fromEntries(used.map(([column, at]) => [column, row.cells[at]])),
        ...(boundary !== null && { boundary }),
        ...(reading.amount_unit !== 'kg' && { amount_unit: reading.amount_unit }),
        ...(reference !== '' && { reference }),
      },
      normalised: {
        id: '',
        name,
        unit,
        ...amounts,
        co2eOnlyGwp: amounts.co2eOnlyKg === null ? null : gwp,
        publisher: details.publisher,
        dataset: details.title,
        edition: details.edition,
        table: row.sheet,
        row: reference || `row ${row.index + 1}`,
        year,
        geography,
        licence: details.licence,
      },
      unusableReason: null,
      uncertaintyPercent,
    },
  }
}

/** Cells of a row by what they say, and what is wrong with them. */
class RowCells {
  readonly problems: RejectedRow[] = []
  readonly #row: TableRow
  readonly #columns: SetReading['columns']

  constructor(row: TableRow, columns: SetReading['columns']) {
    this.#row = row
    this.#columns = columns
  }

  at(column: SetColumn): ReadCell {
    const index = this.#columns[column]
    return index === undefined ? null : (this.#row.cells[index - 1] ?? null)
  }

  text(column: SetColumn): string {
    return String(this.at(column) ?? '').trim()
  }

  /** Column index from 0 of each cell that says something. */
  used(): [SetColumn, number][] {
    return SET_COLUMNS.flatMap((column): [SetColumn, number][] => {
      const index = this.#columns[column]
      return index === undefined || this.at(column) === null ? [] : [[column, index - 1]]
    }).toSorted(([, a], [, b]) => a - b)
  }

  reject(column: SetColumn, reason: RowReason, message: string, allowed: readonly string[] = []): void {
    const index = this.#columns[column]
    const place = { sheet: this.#row.sheet, row: this.#row.index, column: index === undefined ? null : index - 1 }
    this.problems.push(rejectRow(place, reason, message, { says: this.at(column), allowed: [...allowed] }))
  }

  /** Null: the cell is empty, or rejected. */
  amount(column: SetColumn): number | null {
    const index = (this.#columns[column] ?? 1) - 1
    const read = amountIn(this.at(column), { sheet: this.#row.sheet, row: this.#row.index, column: index })
    if (typeof read === 'number') {
      return read
    }
    if (read.reason !== 'blank') {
      this.problems.push(read)
    }
    return null
  }

  whole(column: SetColumn, least: number, most: number, reason: RowReason, message: string): number | null {
    const text = this.text(column).replace(/^scope /i, '')
    const value = Number(text)
    if (text === '') {
      return null
    }
    if (!Number.isInteger(value) || value < least || value > most) {
      this.reject(column, reason, `“${text.slice(0, 40)}” is none. ${message}`)
      return null
    }
    return value
  }
}

/** In our syntax: an activity, not an emission and not a share. */
function unitOf(cells: RowCells): string | null {
  const text = cells.text('unit')
  const parsed = parseUnit(text)
  if (!parsed.ok) {
    const message =
      text === '' ? 'The row does not say per what it is: kWh, L, t, tkm and so on.' : parsed.error.message
    cells.reject('unit', text === '' ? 'blank' : 'unknown-unit', message)
    return null
  }
  const unit = formatUnit(parsed.value)
  if (/co2|ch4|n2o/i.test(unit) || unit === '%' || unit === '1' || unit === '') {
    const message = `“${text}” is not what a factor is per. Write the unit of the activity, such as kWh.`
    cells.reject('unit', 'unit-mismatch', message)
    return null
  }
  return unit
}

type Amounts = Pick<NonNullable<SetFactor['normalised']>, 'gasesKg' | 'co2eOnlyKg' | 'biogenicCo2Kg' | 'lacks'>

/** In kilograms; an empty gas is not stated. */
function amountsOf(cells: RowCells, { amount_unit: unit }: SetReading): Amounts | null {
  const before = cells.problems.length
  const kilograms = (column: SetColumn): number | null => {
    const amount = cells.amount(column)
    return amount === null ? null : toKilograms(amount, unit)
  }
  const gases = GAS_COLUMNS.flatMap((column): [string, number][] => {
    const kg = kilograms(column)
    return kg === null ? [] : [[GASES[column], kg]]
  })
  const co2e = kilograms('co2e')
  const biogenic = kilograms('biogenic_co2')
  if (cells.problems.length > before) {
    return null
  }
  if (gases.length > 0 && co2e !== null) {
    const message = 'The row states gases and their CO2e: the same emission would count twice. Leave one of them out.'
    cells.reject('co2e', 'counted-twice', message)
    return null
  }
  if (gases.length === 0 && co2e === null && biogenic === null) {
    cells.reject('co2e', 'blank', 'The row has no amount: it is unknown, which is not zero.')
    return null
  }
  const gasesKg = Object.fromEntries(gases)
  const lacks = lackingGases(gasesKg, co2e)
  return { gasesKg, co2eOnlyKg: co2e, biogenicCo2Kg: biogenic, ...(lacks.length > 0 && { lacks }) }
}

function toKilograms(amount: number, unit: SetReading['amount_unit']): number {
  const [from, to] = [parseUnit(unit), parseUnit('kg')]
  const converted = from.ok && to.ok ? convert(amount, from.value, to.value) : null
  return converted?.ok === true ? converted.value : Number.NaN
}

function gwpOf(cells: RowCells, reading: SetReading): SetReading['gwp'] {
  const text = cells
    .text('gwp')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
  const found = GWP_SETS.find((set) => set.toUpperCase() === text || `IPCC${set.toUpperCase()}` === text)
  if (text !== '' && found === undefined) {
    cells.reject(
      'gwp',
      'unknown-gwp',
      `“${cells.text('gwp').slice(0, 40)}” is none of ${GWP_SETS.join(', ')}.`,
      GWP_SETS,
    )
  }
  return found ?? reading.gwp
}

function boundaryOf(cells: RowCells): string | null {
  const text = cells.text('boundary').toLowerCase()
  const found = FACTOR_BOUNDARIES.find((boundary) => boundary.toLowerCase() === text)
  if (text !== '' && found === undefined) {
    const message = `“${cells.text('boundary').slice(0, 40)}” is none of ${FACTOR_BOUNDARIES.join(', ')}.`
    cells.reject('boundary', 'unknown-boundary', message, FACTOR_BOUNDARIES)
  }
  return found ?? null
}

/** Percent of the value, with or without its sign. */
function percentOf(cells: RowCells): number | null {
  const text = cells.text('uncertainty').replace(/^±/, '').replace(/%$/, '').trim()
  const read = numberInCell(text)
  if (read.kind === 'number' && read.value >= 0) {
    return read.value
  }
  if (read.kind !== 'blank') {
    cells.reject('uncertainty', 'not-a-number', 'Write the half-width of the 95 % interval in percent, such as 10.')
  }
  return null
}
