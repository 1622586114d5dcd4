/**
 * The workbook of eGRID (US EPA, Emissions & Generation Resource Integrated Database), editions since 2018: total output emission
 * rates of subregions (sheet SRL23), states (ST23) and the country (US23) in lb/MWh. Never the non-baseload rates, which are for
 * avoided emissions. Source: eGRID Technical Guide, annual total output emission rates (RTA).
 */
import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { PublishedFactor } from '#shared/emissions/publishedFactor.ts'
import type { ReadSheet, Spreadsheet } from '#server/reading/Spreadsheet.ts'
import { fromPublished, type PlacedRecord } from './fromPublished.ts'
import { findHeadings, headingText } from './headings.ts'
import { amountIn, cellName, rejectRow } from './rejectRow.ts'
import { fixedReading, type SetDetails, type SetReader } from './SetReader.ts'

/** Sheets by the first letters of their names, and of their columns. */
const SHEETS = [
  { sheet: /^SRL(\d{2})$/i, prefix: 'SR', code: 'SUBRGN', name: 'SRNAME' },
  { sheet: /^ST(\d{2})$/i, prefix: 'ST', code: 'PSTATABB', name: null },
  { sheet: /^US(\d{2})$/i, prefix: 'US', code: null, name: null },
] as const
const GASES = { CO2: 'CO2RTA', CH4: 'CH4RTA', N2O: 'N2ORTA' } as const
type Gas = keyof typeof GASES

export const egridWorkbook: SetReader = {
  layout: 'egrid',
  expected:
    'a sheet SRL23 (two digits of its year) with the columns SUBRGN, SRNAME, SRCO2RTA, SRCH4RTA and SRN2ORTA in lb/MWh',
  find(book) {
    const first = gridSheets(book)[0]
    return first?.prefix === 'SR' ? fixedReading('egrid', null, null) : null
  },
  guess(book, fileName) {
    const year = gridSheets(book)[0]?.year
    const revision = /rev[ _-]?(\d+)/i.exec(fileName)?.[1]
    return {
      publisher: 'US EPA',
      title: 'eGRID total output emission rates',
      licence: 'US federal government work - public domain in the US (17 USC 105)',
      ...(year !== undefined && { year }),
      edition: revision === undefined ? '' : `rev${revision}`,
    }
  },
  read(book, _reading, details) {
    const read = gridSheets(book).map((grid) => readGrid(grid, details))
    const { factors, rejected } = fromPublished(
      read.flatMap(({ records }) => records),
      details,
      'gases separate',
    )
    return { factors, rejected: [...read.flatMap((one) => one.rejected), ...rejected] }
  },
}

interface GridSheet {
  sheet: ReadSheet
  year: number
  prefix: (typeof SHEETS)[number]['prefix']
  headerRow: number
  columns: Readonly<Record<Gas, number>>
  /** Columns of code and name; -1: the sheet has none. */
  code: number
  name: number
}

/** Subregions first. Rates of methane per GWh, as before 2018, are another layout. */
function gridSheets(book: Spreadsheet): GridSheet[] {
  return SHEETS.flatMap(({ sheet: pattern, prefix, code, name }) =>
    book.sheets.flatMap((sheet): GridSheet[] => {
      const digits = pattern.exec(sheet.name)?.[1]
      const wanted = Object.values(GASES).map((gas) => `${prefix}${gas}`.toLowerCase())
      const headings = findHeadings(sheet, (texts) => wanted.every((one) => texts.includes(one)))
      if (digits === undefined || headings === null) {
        return []
      }
      const at = (heading: string): number => headings.texts.indexOf(heading.toLowerCase())
      const columns = { CO2: at(`${prefix}CO2RTA`), CH4: at(`${prefix}CH4RTA`), N2O: at(`${prefix}N2ORTA`) }
      const above = sheet.rows[headings.index - 1] ?? []
      const isPerGwh = Object.values(columns).some((column) => headingText(above[column]).includes('gwh'))
      if (isPerGwh || (code !== null && at(code) < 0)) {
        return []
      }
      const places = { code: code === null ? -1 : at(code), name: name === null ? -1 : at(name) }
      return [{ sheet, year: 2000 + Number(digits), prefix, headerRow: headings.index, columns, ...places }]
    }),
  )
}

function readGrid(grid: GridSheet, details: SetDetails): { records: PlacedRecord[]; rejected: RejectedRow[] } {
  const { sheet, columns, headerRow } = grid
  const records: PlacedRecord[] = []
  const rejected: RejectedRow[] = []
  for (const [index, row] of sheet.rows.entries()) {
    if (index <= headerRow || row.every((cell) => cell === null)) {
      continue
    }
    const code = grid.code < 0 ? 'US' : String(row[grid.code] ?? '').trim()
    if (!/^[A-Z]{2,4}$/.test(code)) {
      const place = { sheet: sheet.name, row: index, column: grid.code }
      rejected.push(rejectRow(place, 'unknown-place', `“${code}” is no code of a subregion or state.`, { says: code }))
      continue
    }
    const gases: Record<string, { v: number; u: string }> = {}
    const problems: RejectedRow[] = []
    for (const gas of ['CO2', 'CH4', 'N2O'] as const) {
      const amount = amountIn(row[columns[gas]], { sheet: sheet.name, row: index, column: columns[gas] })
      if (typeof amount === 'number') {
        gases[gas] = { v: amount, u: 'lb' }
      } else {
        problems.push(amount)
      }
    }
    rejected.push(...problems)
    if (problems.length === 0) {
      const cells = Object.values(columns).map((column) => cellName(column, index))
      records.push(placed(grid, { code, name: String(row[grid.name] ?? '').trim() }, gases, details, { index, cells }))
    }
  }
  return { records, rejected }
}

function placed(
  { sheet, prefix }: GridSheet,
  { code, name }: { code: string; name: string },
  gases: NonNullable<PublishedFactor['gases']>,
  { year, edition }: SetDetails,
  { index, cells }: { index: number; cells: readonly string[] },
): PlacedRecord {
  const key = { SR: code, ST: `st.${code}`, US: 'us' }[prefix].toLowerCase()
  const place = { SR: `US-eGRID-${code}`, ST: `US-${code}`, US: 'US' }[prefix]
  const called = name || (prefix === 'US' ? 'United States' : code)
  const revision = [`eGRID${year}`, edition].filter(Boolean).join(' ')
  const record: PublishedFactor = {
    id: `egrid${year}.${key}`,
    src: `egrid-${year}`,
    table: sheet.name,
    cell: cells.join(', '),
    name: `${called} total output (${revision})`,
    scope: 2,
    geo: place,
    year,
    per: 'MWh',
    gases,
    confidence: 'high',
    notes: 'Total output emission rate, generation only',
  }
  return { key, record, row: index }
}
