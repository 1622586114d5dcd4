/**
 * Green-e residual mix emissions rates (Center for Resource Solutions, US): one rate per eGRID subregion in lb/MWh. The rate is
 * CO2e by AR5: CH4 and N2O on top of it would count twice.
 */
import type { RejectedRow } from '#shared/api/factorSets.ts'
import type { ReadSheet } from '#server/reading/Spreadsheet.ts'
import { fromPublished, type PlacedRecord } from './fromPublished.ts'
import { findHeadings, headingText } from './headings.ts'
import { amountIn, cellName, rejectRow } from './rejectRow.ts'
import { residualMix } from './residualMix.ts'
import { fixedReading, type SetReader } from './SetReader.ts'
import { sheetOf } from './sheetOf.ts'

const REGION = /subregion/
const RATE = /residual.*\blbs?\b.*mwh/
const CODE = /^[A-Z]{4}$/

export const greenEResidualMix: SetReader = {
  layout: 'green_e',
  expected: 'a column “eGRID Subregion” and a column “Residual Mix Emissions Rate (lb CO2e/MWh)”',
  find(book) {
    for (const sheet of book.sheets) {
      const columns = columnsOf(sheet)
      if (columns !== null) {
        return fixedReading('green_e', sheet.name, columns.headerRow + 1)
      }
    }
    return null
  },
  guess(book, fileName) {
    const texts = [fileName, ...book.sheets.flatMap(({ rows }) => rows.slice(0, 20).flat())].map(String)
    const year = texts.map((text) => /\b(20\d\d)\b/.exec(text)?.[1]).find((one) => one !== undefined)
    return {
      publisher: 'Green-e (Center for Resource Solutions)',
      title: 'Green-e residual mix emissions rates',
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
      const code = row.map((cell) => String(cell ?? '').trim()).find((text) => CODE.test(text))
      if (code === undefined) {
        const place = { sheet: sheet.name, row: index, column: columns.region }
        rejected.push(rejectRow(place, 'unknown-place', 'The row names no eGRID subregion by its four letters.'))
        continue
      }
      const amount = amountIn(row[columns.rate], { sheet: sheet.name, row: index, column: columns.rate })
      if (typeof amount !== 'number') {
        rejected.push(amount)
        continue
      }
      const stated = columns.isCo2e
        ? { co2e: { v: amount, u: 'lb CO2e', gwp: 'AR5' } }
        : { gases: { CO2: { v: amount, u: 'lb' } }, notes: 'CO2 only' }
      const key = code.toLowerCase()
      records.push({
        key,
        row: index,
        record: {
          ...residualMix,
          id: `greene${details.year}.${key}`,
          src: `greene-${details.year}`,
          table: sheet.name,
          cell: cellName(columns.rate, index),
          name: `${code} residual mix (Green-e ${details.edition})`,
          geo: `US-eGRID-${code}`,
          year: details.year,
          per: 'MWh',
          ...stated,
        },
      })
    }
    const read = fromPublished(records, details, 'AR5')
    return { factors: read.factors, rejected: [...rejected, ...read.rejected] }
  },
}

/** A rate that does not say CO2 alone is CO2e, as its publisher's method is. */
function columnsOf(sheet: ReadSheet): { headerRow: number; region: number; rate: number; isCo2e: boolean } | null {
  const headings = findHeadings(
    sheet,
    (texts) => texts.some((text) => REGION.test(text)) && texts.some((text) => RATE.test(text)),
  )
  if (headings === null) {
    return null
  }
  const rate = headings.texts.findIndex((text) => RATE.test(text))
  const heading = headingText(headings.texts[rate]).replaceAll(' ', '')
  return {
    headerRow: headings.index,
    region: headings.texts.findIndex((text) => REGION.test(text)),
    rate,
    isCo2e: !/co2(?!e)/.test(heading),
  }
}
