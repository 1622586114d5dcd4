import { fail, ok, type Result } from '../result/result.ts'
import { gasFamily } from '../emissions/species.ts'
import { type Unit, type UnitPart, unitOf } from './unit.ts'
import { CURRENCIES, ENERGY_UNITS, MASS_UNITS, NAMED_UNITS, type NamedUnit } from './unitTable.ts'

/** Why a text is not a unit, in words for the person who typed it. */
export interface UnitProblem {
  message: string
  /** The part that is not understood, as typed. */
  part: string
}

const MAX_LENGTH = 120
const MAX_EXPONENT = 6
const cache = new Map<string, Result<Unit, UnitProblem>>()
const MAX_CACHE = 2000

/** Spellings that people and publishers use, and what they mean here. */
const SPELLINGS: Readonly<Record<string, string>> = {
  l: 'L',
  litre: 'L',
  litres: 'L',
  liter: 'L',
  liters: 'L',
  'm³': 'm3',
  'm²': 'm2',
  tonne: 't',
  tonnes: 't',
  miles: 'mi',
  mile: 'mi',
  hour: 'h',
  hours: 'h',
  hr: 'h',
  d: 'day',
  days: 'day',
  nights: 'night',
  rooms: 'room',
  therms: 'therm',
  lbs: 'lb',
  usg: 'gal(US)',
  percent: '%',
  MMBtu: 'mmBtu',
  kwh: 'kWh',
  mwh: 'MWh',
}

/** Names that mean different sizes in different countries: asking beats guessing. */
const AMBIGUOUS: Readonly<Record<string, string>> = {
  gal: 'gal(US) or gal(UK)',
  gallon: 'gal(US) or gal(UK)',
  gallons: 'gal(US) or gal(UK)',
  ton: 't, short_ton or long_ton',
  tons: 't, short_ton or long_ton',
  mile_nautical: 'nmi',
  MBtu: 'Btu, or mmBtu for a million of them',
  Mbtu: 'Btu, or mmBtu for a million of them',
  year: 'day, of which a year has 365 or 366',
  years: 'day, of which a year has 365 or 366',
}

/** Carbon itself, of which fuels have a content: 12 kg of it burn to 44 kg of CO2. */
const CARBON = 'C'

const BASES: Readonly<Record<string, 'HHV' | 'LHV'>> = {
  HHV: 'HHV',
  GCV: 'HHV',
  'gross CV': 'HHV',
  'Gross CV': 'HHV',
  LHV: 'LHV',
  NCV: 'LHV',
  'net CV': 'LHV',
  'Net CV': 'LHV',
}

/**
 * Reads a unit: named units joined by `*`, `/` and `^`, for example `kgCO2e/kWh(HHV)`, `t*km`, `kgCO2e/(t*km)`.
 * An empty text is the unit of a plain number. `a/b*c` reads from left to right, as in arithmetic.
 */
export function parseUnit(text: string): Result<Unit, UnitProblem> {
  const known = cache.get(text)
  if (known) {
    return known
  }
  const result = readUnit(text.trim())
  if (cache.size < MAX_CACHE && text.length <= MAX_LENGTH) {
    cache.set(text, result)
  }
  return result
}

function readUnit(text: string): Result<Unit, UnitProblem> {
  if (text.length > MAX_LENGTH) {
    return fail({ message: `A unit has at most ${MAX_LENGTH} characters.`, part: text.slice(0, 20) })
  }
  const parts: UnitPart[] = []
  const problem = readProduct(text, 1, parts, 0)
  return problem ? fail(problem) : ok(unitOf(parts))
}

/** Reads factors joined by `*` and `/` into `parts`; a group in parentheses recurses. Returns the first problem. */
function readProduct(text: string, sign: 1 | -1, parts: UnitPart[], depth: number): UnitProblem | null {
  if (text === '' && depth === 0) {
    return null
  }
  if (depth > 5) {
    return { message: 'This unit has too many parentheses.', part: text }
  }
  for (const [operator, factor] of splitFactors(text)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the negation of 1 or -1
    const direction = operator === '/' ? (-sign as 1 | -1) : sign
    const group = /^\(([\s\S]*)\)$/.exec(factor)
    const problem = group
      ? readProduct(group[1]!.trim() || ' ', direction, parts, depth + 1)
      : readPower(factor, direction, parts)
    if (problem) {
      return problem
    }
  }
  return null
}

/** Cuts at `*`, `·`, `×` and `/` that stand outside parentheses. */
function splitFactors(text: string): [string, string][] {
  const factors: [string, string][] = []
  let operator = '*'
  let start = 0
  let open = 0
  for (let at = 0; at <= text.length; at++) {
    const char = text[at]
    open += char === '(' ? 1 : char === ')' ? -1 : 0
    if (char === undefined || (open === 0 && '*·×/'.includes(char))) {
      factors.push([operator, text.slice(start, at).trim()])
      operator = char === '/' ? '/' : '*'
      start = at + 1
    }
  }
  return factors
}

function readPower(factor: string, sign: 1 | -1, parts: UnitPart[]): UnitProblem | null {
  const [, symbol = '', power] = /^([\s\S]*?)(?:\^(-?\d{1,2}))?$/.exec(factor) ?? []
  const exponent = power === undefined ? 1 : Number(power)
  const canonical = canonicalSymbol(symbol.trim())
  const unit = canonical === null ? null : namedUnit(canonical)
  if (canonical === null || unit === null) {
    return unknownUnit(symbol.trim())
  }
  if (Math.abs(exponent) > MAX_EXPONENT) {
    return { message: `A unit has powers up to ${MAX_EXPONENT}.`, part: factor }
  }
  if (canonical !== '1' && exponent !== 0) {
    parts.push({ symbol: canonical, exponent: exponent * sign, scale: unit.scale, dimension: unit.dimension })
  }
  return null
}

function unknownUnit(symbol: string): UnitProblem {
  const choice = AMBIGUOUS[symbol]
  if (Object.hasOwn(AMBIGUOUS, symbol) && choice) {
    return { message: `"${symbol}" has more than one size. Write ${choice}.`, part: symbol }
  }
  return { message: symbol === '' ? 'A unit is missing here.' : `"${symbol}" is not a known unit.`, part: symbol }
}

/** The one spelling under which a unit is kept: `kWh(Gross CV)` is `kWh(HHV)`, `kg CO2e` is `kgCO2e`. */
function canonicalSymbol(symbol: string): string | null {
  const spelled = Object.hasOwn(SPELLINGS, symbol) ? SPELLINGS[symbol]! : symbol
  if (NAMED_UNITS.has(spelled)) {
    return spelled
  }
  const qualified = /^(\S+?)\s*\(([^()]+)\)$/.exec(spelled)
  if (qualified) {
    const energy = Object.hasOwn(SPELLINGS, qualified[1]!) ? SPELLINGS[qualified[1]!]! : qualified[1]!
    const basis = qualified[2]!.trim()
    return Object.hasOwn(ENERGY_UNITS, energy) && Object.hasOwn(BASES, basis)
      ? `${energy}(${BASES[basis]!})`
      : biogenicSymbol(qualified[1]!, basis)
  }
  const gas = /^(mg|kg|kt|Mt|g|t|lb|short_ton|long_ton)\s?([A-Za-z][A-Za-z0-9-]*)$/.exec(spelled)
  const family = gas && (gas[2] === CARBON ? CARBON : gasFamily(gas[2]!))
  if (gas && family) {
    return `${gas[1]!}${family}`
  }
  return /^[A-Z]{3}(@\d{4})?$/.test(spelled) && CURRENCIES.some((code) => spelled.startsWith(code)) ? spelled : null
}

function biogenicSymbol(mass: string, qualifier: string): string | null {
  const prefix = /^(mg|kg|kt|Mt|g|t|lb)CO2$/.exec(mass)?.[1]
  return prefix && qualifier === 'biogenic' ? `${prefix}CO2(biogenic)` : null
}

/** Size and dimension of a canonical symbol. */
function namedUnit(symbol: string): NamedUnit | null {
  const fixed = NAMED_UNITS.get(symbol)
  if (fixed) {
    return fixed
  }
  const energy = /^(\w+)\((HHV|LHV)\)$/.exec(symbol)
  if (energy) {
    return { scale: ENERGY_UNITS[energy[1]!]!, dimension: { [`energy(${energy[2]!})`]: 1 } }
  }
  if (/^[A-Z]{3}(@\d{4})?$/.test(symbol)) {
    return { scale: 1, dimension: { [`money in ${symbol}`]: 1 } }
  }
  const gas = /^(mg|kg|kt|Mt|g|t|lb|short_ton|long_ton)(.+)$/.exec(symbol)
  return gas ? { scale: MASS_UNITS[gas[1]!]!, dimension: { [`mass of ${gas[2]!}`]: 1 } } : null
}
