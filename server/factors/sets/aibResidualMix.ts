/**
 * European residual mixes of the Association of Issuing Bodies (AIB): grams of CO2 per kWh by country. Direct CO2 alone: CH4 and
 * N2O are not stated, which is not zero.
 */
import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { ReadSheet } from '#server/reading/Spreadsheet.ts'
import { countryCode } from './countryCode.ts'
import { fromPublished, type PlacedRecord } from './fromPublished.ts'
import { findHeadings, headingText } from './headings.ts'
import { amountIn, cellName, rejectRow } from './rejectRow.ts'
import { residualMix } from './residualMix.ts'
import { fixedReading, type SetReader } from './SetReader.ts'
import { sheetOf } from './sheetOf.ts'

const COUNTRY = /^(country|countries|domain|area)\b/
/** "gCO2/kWh" in any spelling, and not CO2e. */
const RATE = /g ?co2 ?(\/|per) ?kwh/

export const aibResidualMix: SetReader = {
  layout: 'aib',
  expected: 'a column “Country” and a column of the residual mix in gCO2/kWh',
  find(book) {
    for (const sheet of book.sheets) {
      const columns = columnsOf(sheet)
      if (columns !== null) {
        return fixedReading('aib', sheet.name, columns.headerRow + 1)
      }
    }
    return null
  },
  guess(book, fileName) {
    const texts = [fileName, ...book.sheets.flatMap(({ name, rows }) => [name, ...rows.slice(0, 10).flat()])].map(
      String,
    )
    const year = texts.map((text) => /(20\d\d)/.exec(text)?.[1]).find((one) => one !== undefined)
    return {
      publisher: 'Association of Issuing Bodies (AIB)',
      title: 'European residual mixes',
      ...(year !== undefined && { year: Number(year), edition: year }),
    }
  },
  read(book, reading, details) {
    const sheet = sheetOf(book, reading)
    const columns = columnsOf(sheet)
    const records: PlacedRecord[] = []
    const rejected: RejectedRow[] = []
    for (const [index, row] of sheet.rows.entries()) {
      if (columns === null || index <= columns.headerRow || row.filter((cell) => cell !== null).length < 2) {
        continue
      }
      const name = String(row[columns.country] ?? '').trim()
      const code = countryCode(name)
      const amount = amountIn(row[columns.rate], { sheet: sheet.name, row: index, column: columns.rate })
      if (code === null) {
        const place = { sheet: sheet.name, row: index, column: columns.country }
        rejected.push(rejectRow(place, 'unknown-place', `“${name}” is no country that is known here.`))
      } else if (typeof amount !== 'number') {
        rejected.push(amount)
      } else {
        records.push({
          key: code.toLowerCase(),
          row: index,
          record: {
            ...residualMix,
            id: `aib${details.year}.${code.toLowerCase()}`,
            src: `aib-${details.year}`,
            table: sheet.name,
            cell: cellName(columns.rate, index),
            name: `${name} residual mix (AIB ${details.edition})`,
            geo: code,
            year: details.year,
            per: 'kWh',
            gases: { CO2: { v: amount, u: 'g' } },
            notes: 'CO2 only',
          },
        })
      }
    }
    const read = fromPublished(records, details, null)
    return { factors: read.factors, rejected: [...rejected, ...read.rejected] }
  },
}

/**
 * The column of the residual mix: itself, the row above (where several mixes stand side by side), or the sheet says so. What
 * stands above several columns is written over the first of them.
 */
function columnsOf(sheet: ReadSheet): { headerRow: number; country: number; rate: number } | null {
  const headings = findHeadings(
    sheet,
    (texts) => texts.some((text) => COUNTRY.test(text)) && texts.some((text) => RATE.test(text)),
  )
  if (headings === null) {
    return null
  }
  const above = filled((sheet.rows[headings.index - 1] ?? []).map(headingText), headings.texts.length)
  const rates = [...headings.texts.keys()].filter((column) => RATE.test(headings.texts[column] ?? ''))
  const isResidual = (column: number): boolean =>
    /residual/.test(headings.texts[column] ?? '') || /residual/.test(above[column] ?? '')
  const named = rates.filter(isResidual)
  const rate = named.length === 1 ? named[0] : rates.length === 1 && /residual/i.test(sheet.name) ? rates[0] : undefined
  return rate === undefined
    ? null
    : { headerRow: headings.index, country: headings.texts.findIndex((text) => COUNTRY.test(text)), rate }
}

function filled(texts: readonly string[], length: number): string[] {
  let last = ''
  return Array.from({ length }, (_, column) => {
    last = texts[column] || last
    return last
  })
}
