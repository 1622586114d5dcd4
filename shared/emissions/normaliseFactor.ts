import { convert } from '../quantities/convert.ts'
import { parseUnit } from '../quantities/parseUnit.ts'
import type { EmissionFactor } from './emissionFactor.ts'
import { GWP_SETS, type GwpSet } from './gas.ts'
import { lackingGases } from './lackingGases.ts'
import type { FactorSource, PublishedFactor, PublishedValue } from './publishedFactor.ts'
import { gwpSpecies } from './species.ts'

/** A factor ready for computing, or why the record is none. */
export type NormalisedFactor = { factor: EmissionFactor; reason: null } | { factor: null; reason: NoFactorReason }

export const NO_FACTOR_REASONS = [
  'energy-only',
  'ratio-only',
  'no-value',
  'unknown-source',
  'unknown-unit',
  'unknown-gas',
] as const
export type NoFactorReason = (typeof NO_FACTOR_REASONS)[number]

/** AR5 without feedback: the GWPs by which DESNZ multiplied its gas rows (IPCC AR5 WG1 table 8.A.1). */
const DESNZ_GWP: Readonly<Record<string, number>> = { CO2: 1, CH4: 28, N2O: 265 }

/** DESNZ prints five decimals, so rounded gas rows can miss the rounded total by one or two of the last digit. */
const ROUNDING = 2e-5

/** Denominators as published, in our unit syntax. A road vehicle's kilometre is not a passenger's: DESNZ "km" are vehicle-km. */
const DENOMINATORS: Readonly<Record<string, string>> = {
  GJ: 'GJ',
  MWh: 'MWh',
  kWh: 'kWh',
  'kWh (Gross CV)': 'kWh(HHV)',
  'kWh (Net CV)': 'kWh(LHV)',
  'mmBtu (HHV)': 'mmBtu(HHV)',
  'mmBtu (delivered)': 'mmBtu',
  'TJ (NCV/LHV)': 'TJ(LHV)',
  'Room per night': 'room_night',
  'US gallon': 'gal(US)',
  'USD2022 (purchaser price)': 'USD@2022',
  'cubic metres': 'm3',
  kg: 'kg',
  km: 'vkm',
  litres: 'L',
  miles: 'vmi',
  'million litres': 'ML',
  'passenger-mile': 'pmi',
  'passenger.km': 'pkm',
  'per FTE Working Hour': 'employee_hour',
  scf: 'scf',
  'short ton': 'short_ton',
  'short ton-mile': 'short_ton_mile',
  'tonne.km': 'tkm',
  tonnes: 't',
  'vehicle-mile': 'vmi',
}

/**
 * Brings a published record to kilograms of each gas per one unit of activity.
 * DESNZ gas rows are CO2e of the gas and are divided by AR5 GWPs; what was published only as CO2e keeps its GWP set;
 * biogenic CO2 is taken only from the record's own mark, never from a heading (peat stands among biomass and is fossil).
 */
export function normaliseFactor(
  record: PublishedFactor,
  sources: Readonly<Record<string, FactorSource>>,
): NormalisedFactor {
  const source = sources[record.src]
  if (!source) {
    return none('unknown-source')
  }
  if (record.energy) {
    return none('energy-only')
  }
  if (record.value !== undefined) {
    return none('ratio-only')
  }
  if (!record.gases && !record.gasesCO2e && !record.co2e) {
    return none('no-value')
  }
  const unit = denominator(record)
  if (unit === null || !parseUnit(unit).ok) {
    return none('unknown-unit')
  }
  const masses = gasMasses(record)
  if (typeof masses === 'string') {
    return none(masses)
  }
  const refrigerant = pureGas(record)
  const co2e = record.co2e && !record.gasesCO2e && !refrigerant ? kilograms(record.co2e, 'CO2e') : null
  if (record.co2e && kilograms(record.co2e, 'CO2e') === null) {
    return none('unknown-unit')
  }
  const { CO2: co2, ...others } = masses
  const gases = record.biogenicCO2 === true || co2 === undefined ? others : { CO2: co2, ...others }
  // a kilogram of a gas that leaks is that gas and no other
  const lacks = refrigerant ? [] : lackingGases(gases, co2e)
  return {
    factor: {
      id: record.id,
      name: record.name,
      unit,
      gasesKg: refrigerant ? { [refrigerant]: 1 } : gases,
      co2eOnlyKg: co2e,
      co2eOnlyGwp: co2e === null ? null : gwpSet(record.co2e?.gwp),
      biogenicCo2Kg: record.biogenicCO2 === true ? (co2 ?? null) : null,
      ...(lacks.length > 0 && { lacks }),
      ...(record.use?.startsWith('avoided-emissions') === true && { avoidedOnly: true as const }),
      ...(record.use?.startsWith('market-based') === true && { marketOnly: true as const }),
      publisher: source.publisher,
      dataset: source.title,
      edition: source.edition,
      table: record.table,
      row: record.rowId ?? record.cell ?? record.id,
      year: record.year,
      geography: record.geo,
      licence: source.licence,
    },
    reason: null,
  }
}

const none = (reason: NoFactorReason): NormalisedFactor => ({ factor: null, reason })

/** Energy from biofuels in GJ or kWh has no stated basis; DESNZ tabulates bioenergy on net calorific value. */
function denominator(record: PublishedFactor): string | null {
  return Object.hasOwn(DENOMINATORS, record.per) ? DENOMINATORS[record.per]! : null
}

/** Kilograms per unit by GWP species; the CO2 is fossil or biogenic as the record says. */
function gasMasses(record: PublishedFactor): Record<string, number> | NoFactorReason {
  const masses: Record<string, number> = {}
  for (const [gas, published] of Object.entries(record.gases ?? {})) {
    const species = speciesOf(gas, record)
    const mass = kilograms(published, gas)
    if (species === null || mass === null) {
      return species === null ? 'unknown-gas' : 'unknown-unit'
    }
    masses[species] = mass
  }
  const rest = roundingRest(record)
  for (const [gas, published] of Object.entries(record.gasesCO2e ?? {})) {
    const species = speciesOf(gas, record)
    const gwp = DESNZ_GWP[gas]
    const co2e = kilograms(published, 'CO2e')
    if (species === null || gwp === undefined || co2e === null) {
      return species === null || gwp === undefined ? 'unknown-gas' : 'unknown-unit'
    }
    masses[species] = (gas === 'CO2' ? co2e + rest : co2e) / gwp
  }
  return masses
}

/**
 * What the printed total has more than the sum of its printed gases. The last digit's rounding is put on the CO2, so
 * that a factor gives its published total under AR5; anything larger would be another gas, and no record has that.
 */
function roundingRest(record: PublishedFactor): number {
  if (!record.co2e || !record.gasesCO2e) {
    return 0
  }
  const sum = Object.values(record.gasesCO2e).reduce((total, gas) => total + gas.v, 0)
  const rest = Math.round((record.co2e.v - sum) * 1e9) / 1e9
  return Math.abs(rest) <= ROUNDING ? rest : 0
}

/** Methane is kept by origin, because AR6 gives two values: from biomass, or from fossil fuel and mixed sources. */
function speciesOf(gas: string, record: PublishedFactor): string | null {
  if (gas === 'CH4') {
    return record.biogenicCO2 === true || record.path?.[0] === 'Bioenergy' ? 'CH4-nonfossil' : 'CH4-fossil'
  }
  return gwpSpecies(gas)
}

/** A DESNZ refrigerant row of one gas (not a blend): a kilogram leaked is a kilogram of that gas, under any GWP set. */
function pureGas(record: PublishedFactor): string | null {
  if (record.path?.[0] !== 'Refrigerant & other' || record.path[1] !== 'Kyoto protocol products' || !record.co2e) {
    return null
  }
  const printed = record.path[2] ?? ''
  const plain: Readonly<Record<string, string>> = {
    'Carbon dioxide': 'CO2',
    Methane: 'CH4-fossil',
    'Nitrous oxide': 'N2O',
    'Nitrogen trifluoride': 'NF3',
    Perfluorocyclopropane: 'cC3F6',
    'HFC-43-I0mee': 'HFC4310mee',
  }
  const bracketed = /\(([^()]+)\)/.exec(printed)?.[1] ?? printed
  return Object.hasOwn(plain, printed) ? plain[printed]! : gwpSpecies(bracketed)
}

/** A published mass in kilograms; `u` is a mass such as `g`, `lb`, `t`, or with CO2e `kg CO2e`. */
function kilograms(published: PublishedValue, gas: string): number | null {
  const from = parseUnit(gas === 'CO2e' ? published.u.replace(/\s*CO2e$/, '') : published.u)
  const to = parseUnit('kg')
  const mass = from.ok && to.ok ? convert(published.v, from.value, to.value) : null
  return mass?.ok ? mass.value : null
}

function gwpSet(printed: string | undefined): GwpSet | null {
  return GWP_SETS.find((set) => set === printed) ?? null
}
