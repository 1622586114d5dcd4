import type { SetReading } from '#shared/api/factorSets.ts'
import { type AmountUnit, SET_COLUMNS, type SetColumn } from '#shared/emissions/factorSet.ts'

/** Headings by which columns are known, the first that fits; a column means one thing. */
const KNOWN: readonly [SetColumn, RegExp][] = [
  ['biogenic_co2', /biogenic.*co2|co2.*biogenic|outside of scopes/],
  ['ch4_biogenic', /ch4.*(bio|non-?fossil)|(bio|non-?fossil).*ch4/],
  ['gwp', /\bgwp\b|^ar ?[456]$/],
  ['co2e', /co2 ?-?e(q|quiv\w*)?\b|emission factor|^factor$|^ef$/],
  ['ch4', /\bch4\b|methane/],
  ['n2o', /\bn2o\b|nitrous/],
  ['co2', /\bco2\b/],
  ['uncertainty', /uncertaint|±|\+\/-/],
  ['boundary', /boundar|life ?cycle stage/],
  ['scope', /^scope\b/],
  ['year', /\byear\b|^vintage/],
  ['geography', /region|country|geograph|location|^place$|^grid$/],
  ['category', /categor|^group$|^type$|^path$|^level 1$/],
  ['reference', /source row|^row$|reference|^page$/],
  ['key', /^(id|key|code|factor id)$/],
  ['unit', /\bunits?\b|^per$|denominator|^uom$/],
  ['name', /^name$|activity|material|fuel|description|^item$|^factor name$/],
]

/** Which column says what, by its heading. Columns from 1. */
export function guessColumns(texts: readonly string[]): SetReading['columns'] {
  const columns: SetReading['columns'] = {}
  const taken = new Set<number>()
  for (const [column, pattern] of KNOWN) {
    const at = texts.findIndex((text, index) => !taken.has(index) && pattern.test(text))
    if (at >= 0) {
      columns[column] = at + 1
      taken.add(at)
    }
  }
  return Object.fromEntries(
    SET_COLUMNS.flatMap((column) => (columns[column] === undefined ? [] : [[column, columns[column]]])),
  )
}

/** The mass that a heading of an amount states, such as "g CO2e/kWh"; kilograms where none does. */
export function guessAmountUnit(texts: readonly string[]): AmountUnit {
  const amounts = texts.filter((text) => /co2|ch4|n2o/.test(text)).join(' ')
  const stated = /(?:^|[\s([])(kg|g|t|tonnes?|lbs?) ?(?:of )?(?:co2|ch4|n2o)/.exec(amounts)?.[1]
  return stated === undefined
    ? 'kg'
    : stated.startsWith('lb')
      ? 'lb'
      : stated.startsWith('t')
        ? 't'
        : stated === 'g'
          ? 'g'
          : 'kg'
}
