/**
 * Green-e residual mix emissions rates (Center for Resource Solutions, US): one rate per eGRID subregion in lb/MWh. The rate is
 * CO2e by AR5: CH4 and N2O on top of it would count twice.
 */
import type { ReadSheet } from '#server/reading/Spreadsheet.ts'
import { findHeadings, headingText } from './headings.ts'
import { residualMixReader } from './residualMixReader.ts'

const REGION = /subregion/
const RATE = /residual.*\blbs?\b.*mwh/
const CODE = /^[A-Z]{4}$/

export const greenEResidualMix = residualMixReader({
  layout: 'green_e',
  expected: 'a column “eGRID Subregion” and a column “Residual Mix Emissions Rate (lb CO2e/MWh)”',
  publisher: 'Green-e (Center for Resource Solutions)',
  title: 'Green-e residual mix emissions rates',
  prefix: 'greene',
  shortName: 'Green-e',
  gwpBasis: 'AR5',
  topTexts: ({ sheets }) => sheets.flatMap(({ rows }) => rows.slice(0, 20).flat()),
  year: /\b(20\d\d)\b/,
  columnsOf,
  placeIn(row) {
    const code = row.map((cell) => String(cell ?? '').trim()).find((text) => CODE.test(text))
    return code === undefined
      ? { unknown: 'The row names no eGRID subregion by its four letters.' }
      : { key: code.toLowerCase(), name: code, geography: `US-eGRID-${code}` }
  },
  stated: (amount, { isCo2e }) =>
    isCo2e
      ? { per: 'MWh', co2e: { v: amount, u: 'lb CO2e', gwp: 'AR5' } }
      : { per: 'MWh', gases: { CO2: { v: amount, u: 'lb' } }, notes: 'CO2 only' },
})

/** A rate that does not say CO2 alone is CO2e, as its publisher's method is. */
function columnsOf(sheet: ReadSheet): { headerRow: number; place: number; rate: number; isCo2e: boolean } | null {
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
    place: headings.texts.findIndex((text) => REGION.test(text)),
    rate,
    isCo2e: !/co2(?!e)/.test(heading),
  }
}
