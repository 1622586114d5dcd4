import { normaliseFactor, type NormalisedFactor } from './normaliseFactor.ts'
import type { FactorSource, PublishedFactor } from './publishedFactor.ts'

/**
 * Normalises a whole data set, by record id. DESNZ prints the biogenic CO2 of a fuel in a row of its own, "Outside of
 * scopes"; here it also stands beside the fuel's other gases, so that 100 L of diesel with biofuel give two outputs. It
 * prints refrigerants by Kyoto gases, by other gases (CFC, HCFC, ethers, hydrocarbons), and by both; what counts the others
 * is marked, with the row of Kyoto gases.
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
  for (const record of records.filter(isRefrigerant)) {
    const factor = results.get(record.id)?.factor
    const kyoto = kyotoOnly.get(substanceOf(record))
    if (factor && countsOtherGases(record, kyoto)) {
      results.set(record.id, { factor: { ...factor, outsideScopes: { instead: kyoto?.name ?? null } }, reason: null })
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

const substanceOf = ({ src, path = [], per }: PublishedFactor): string => [src, path[1], path[2], per].join('\n')

/** A total that is that of the Kyoto gases has no others. */
const countsOtherGases = (record: PublishedFactor, kyoto: PublishedFactor | undefined): boolean =>
  record.path?.[3] === 'Emissions including only non-Kyoto products' ||
  (record.path?.[3] === 'Total emissions including non-Kyoto products' && record.co2e?.v !== kyoto?.co2e?.v)
