import type { FactorMemo } from './emissionFactor.ts'
import { normaliseFactor, type NormalisedFactor } from './normaliseFactor.ts'
import type { FactorSource, PublishedFactor } from './publishedFactor.ts'
import { gwpSpecies } from './species.ts'

/**
 * Normalises a whole data set, by record id. DESNZ prints the biogenic CO2 of a fuel in a row of its own, "Outside of
 * scopes"; here it also stands beside the fuel's other gases, so that 100 L of diesel with biofuel give two outputs. It
 * prints refrigerants by Kyoto gases, by other gases (CFC, HCFC, ethers, hydrocarbons), and by both; what counts the others
 * is marked, with the row of Kyoto gases, and divided by these rows into what counts in a scope and the memo beside it.
 */
export function normaliseFactors(
  records: readonly PublishedFactor[],
  sources: Readonly<Record<string, FactorSource>>,
): Map<string, NormalisedFactor> {
  const results = new Map(records.map((record) => [record.id, normaliseFactor(record, sources)]))
  const outside = new Map(records.filter(isOutsideOfScopes).map((record) => [companionKey(record), record.id]))
  for (const record of records.filter(isFuel)) {
    const factor = results.get(record.id)?.factor
    const companion = results.get(outside.get(companionKey(record)) ?? '')?.factor
    if (factor && companion && factor.unit === companion.unit && factor.biogenicCo2Kg === null) {
      results.set(record.id, { factor: { ...factor, biogenicCo2Kg: companion.biogenicCo2Kg }, reason: null })
    }
  }
  const kyotoOnly = new Map(records.filter(isKyotoOnly).map((record) => [substanceOf(record), record]))
  const othersOnly = new Map(records.filter(isOthersOnly).map((record) => [substanceOf(record), record]))
  for (const record of records.filter(isRefrigerant)) {
    const factor = results.get(record.id)?.factor
    const kyoto = kyotoOnly.get(substanceOf(record))
    if (factor && countsOtherGases(record, kyoto)) {
      const memo = memoOf(record, { kyoto, others: othersOnly.get(substanceOf(record)) })
      const outsideScopes = { instead: kyoto?.name ?? null }
      results.set(record.id, { factor: { ...factor, outsideScopes, ...(memo && { memo }) }, reason: null })
    }
  }
  return results
}

const isOutsideOfScopes = (record: PublishedFactor): boolean => record.path?.[0] === 'Outside of scopes'

const isFuel = (record: PublishedFactor): boolean =>
  record.src.startsWith('desnz-') && (record.path?.[0] === 'Fuels' || record.path?.[0] === 'Bioenergy')

/** Edition, fuel code and denominator: DESNZ ids end with the codes of fuel and unit ("1_101_1011_8": fuel 1011). */
const companionKey = (record: PublishedFactor): string =>
  `${record.src} ${record.id.split('_').at(-2) ?? ''} ${record.per}`

const isRefrigerant = (record: PublishedFactor): boolean =>
  record.src.startsWith('desnz-') && record.path?.[0] === 'Refrigerant & other'

const isKyotoOnly = (record: PublishedFactor): boolean =>
  isRefrigerant(record) && record.path?.[3] === 'Emissions including only Kyoto products' && record.co2e !== undefined

const isOthersOnly = (record: PublishedFactor): boolean =>
  isRefrigerant(record) && record.path?.[3] === OTHERS_ONLY && record.co2e !== undefined

const OTHERS_ONLY = 'Emissions including only non-Kyoto products'

/** By the rows of the same substance, all of them in kilograms of CO2e; null where one that is needed is not printed. */
function memoOf(
  record: PublishedFactor,
  { kyoto, others }: { kyoto: PublishedFactor | undefined; others: PublishedFactor | undefined },
): FactorMemo | null {
  const hasOthersOnly = record.path?.[3] === OTHERS_ONLY || record.co2e?.v === others?.co2e?.v
  const insideKg = hasOthersOnly ? 0 : kyoto?.co2e?.v
  if (!others?.co2e || insideKg === undefined) {
    return null
  }
  const isOneGas = record.path?.[1] === 'Montreal protocol products' && record.per === 'kg'
  const species = isOneGas ? gwpSpecies(gasName(record.path?.[2] ?? '')) : null
  return { gasesKg: species === null ? {} : { [species]: 1 }, co2eKg: others.co2e.v, insideKg }
}

/** "HCFC-22/R22 = chlorodifluoromethane" and "CFC-11/R11 = trichlorofluoromethane" are HCFC-22 and CFC-11. */
const gasName = (printed: string): string => /^[^/ ]+/.exec(printed)?.[0] ?? ''

const substanceOf = ({ src, path = [], per }: PublishedFactor): string => [src, path[1], path[2], per].join('\n')

/** A total that is that of the Kyoto gases has no others. */
const countsOtherGases = (record: PublishedFactor, kyoto: PublishedFactor | undefined): boolean =>
  record.path?.[3] === OTHERS_ONLY ||
  (record.path?.[3] === 'Total emissions including non-Kyoto products' && record.co2e?.v !== kyoto?.co2e?.v)
