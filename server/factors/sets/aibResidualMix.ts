/**
 * European residual mixes of the Association of Issuing Bodies (AIB): grams of CO2 per kWh by country. Direct CO2 alone: CH4 and
 * N2O are not stated, which is not zero.
 */
import type { ReadSheet } from '#server/reading/Spreadsheet.ts'
import { countryCode } from './countryCode.ts'
import { findHeadings, headingText } from './headings.ts'
import { residualMixReader } from './residualMixReader.ts'

const COUNTRY = /^(country|countries|domain|area)\b/
/** "gCO2/kWh" in any spelling, and not CO2e. */
const RATE = /g ?co2 ?(\/|per) ?kwh/

export const aibResidualMix = residualMixReader({
  layout: 'aib',
  expected: 'a column “Country” and a column of the residual mix in gCO2/kWh',
  publisher: 'Association of Issuing Bodies (AIB)',
  title: 'European residual mixes',
  prefix: 'aib',
  shortName: 'AIB',
  gwpBasis: null,
  topTexts: ({ sheets }) => sheets.flatMap(({ name, rows }) => [name, ...rows.slice(0, 10).flat()]),
  year: /(20\d\d)/,
  columnsOf,
  placeIn(row, { place }) {
    const name = String(row[place] ?? '').trim()
    const code = countryCode(name)
    return code === null
      ? { unknown: `“${name}” is no country that is known here.` }
      : { key: code.toLowerCase(), name, geography: code }
  },
  stated: (amount) => ({ per: 'kWh', gases: { CO2: { v: amount, u: 'g' } }, notes: 'CO2 only' }),
})

/**
 * The column of the residual mix: itself, the row above (where several mixes stand side by side), or the sheet says so. What
 * stands above several columns is written over the first of them.
 */
function columnsOf(sheet: ReadSheet): { headerRow: number; place: number; rate: number } | null {
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
    : { headerRow: headings.index, place: headings.texts.findIndex((text) => COUNTRY.test(text)), rate }
}

function filled(texts: readonly string[], length: number): string[] {
  let last = ''
  return Array.from({ length }, (_, column) => {
    last = texts[column] || last
    return last
  })
}
