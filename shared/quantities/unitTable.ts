/**
 * The units that have a name, with their exact size in the base unit of their dimension (kg, J, m, L, s and so on).
 * Sizes are definitional: international avoirdupois pound, international foot and mile, IT British thermal unit,
 * US and imperial gallon; the same constants as `unitConstants` of seeds/data/emission-factors.json.
 */

/** How large a named unit is, and of what dimension. */
export interface NamedUnit {
  /** Size in the base unit of the dimension. */
  scale: number
  dimension: Readonly<Record<string, number>>
}

const POUND_KG = 0.45359237
const SHORT_TON_KG = 907.18474
const LONG_TON_KG = 1016.0469088
const MILE_M = 1609.344
const NAUTICAL_MILE_M = 1852
const MMBTU_J = 1055055852.62
const KWH_J = 3_600_000
const US_GALLON_L = 3.785411784
const UK_GALLON_L = 4.54609
const BARREL_L = 158.987294928
const CUBIC_FOOT_L = 28.316846592

/** Mass units by symbol, in kilograms. They also carry a gas: `kgCO2e`, `tCH4`. */
export const MASS_UNITS: Readonly<Record<string, number>> = {
  mg: 1e-6,
  g: 0.001,
  kg: 1,
  t: 1000,
  kt: 1e6,
  Mt: 1e9,
  lb: POUND_KG,
  oz: POUND_KG / 16,
  short_ton: SHORT_TON_KG,
  long_ton: LONG_TON_KG,
}

/** Energy units by symbol, in joules. They also carry a heating value basis: `kWh(HHV)`, `GJ(LHV)`. */
export const ENERGY_UNITS: Readonly<Record<string, number>> = {
  J: 1,
  kJ: 1000,
  MJ: 1e6,
  GJ: 1e9,
  TJ: 1e12,
  PJ: 1e15,
  Wh: 3600,
  kWh: KWH_J,
  MWh: KWH_J * 1000,
  GWh: KWH_J * 1e6,
  TWh: KWH_J * 1e9,
  Btu: MMBTU_J / 1e6,
  mmBtu: MMBTU_J,
  therm: MMBTU_J / 10,
  /** The International Energy Agency's tonne of oil equivalent, 41.868 GJ by definition. */
  toe: 41.868e9,
}

const VOLUME_UNITS: Readonly<Record<string, number>> = {
  mL: 0.001,
  L: 1,
  m3: 1000,
  Nm3: 1000,
  Sm3: 1000,
  cm3: 0.001,
  hL: 100,
  kL: 1000,
  ML: 1e6,
  ft3: CUBIC_FOOT_L,
  'gal(US)': US_GALLON_L,
  'gal(UK)': UK_GALLON_L,
  bbl: BARREL_L,
  scf: CUBIC_FOOT_L,
  ccf: CUBIC_FOOT_L * 100,
  Mcf: CUBIC_FOOT_L * 1000,
}

const DISTANCE_UNITS: Readonly<Record<string, number>> = {
  mm: 0.001,
  cm: 0.01,
  m: 1,
  km: 1000,
  in: 0.0254,
  ft: 0.3048,
  yd: 0.9144,
  mi: MILE_M,
  nmi: NAUTICAL_MILE_M,
}

const AREA_UNITS: Readonly<Record<string, number>> = {
  m2: 1,
  ha: 10_000,
  km2: 1e6,
  ft2: 0.09290304,
  acre: 4046.8564224,
}

const TIME_UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, day: 86_400, week: 604_800 }

/** Power in watts: energy per time, so that kW × h is kWh. */
const POWER_UNITS: Readonly<Record<string, number>> = { W: 1, kW: 1000, MW: 1e6, GW: 1e9 }

/** Gas volumes at reference conditions are not interchangeable: 0 °C, 15 °C and 60 °F hold different masses. */
const REFERENCE_VOLUMES: Readonly<Record<string, string>> = {
  Nm3: 'gas volume at 0 °C',
  Sm3: 'gas volume at 15 °C',
  scf: 'gas volume at 60 °F',
  ccf: 'gas volume at 60 °F',
  Mcf: 'gas volume at 60 °F',
}

/** Things that are counted. One kind does not add to another. */
const COUNT_UNITS = [
  'passenger',
  'vehicle',
  'room',
  'night',
  'employee',
  'FTE',
  'person',
  'item',
  'meal',
  'trip',
  'seat',
  'household',
  'TEU',
  'unit',
] as const

/** Ratios: plain numbers with a size. */
const RATIO_UNITS: Readonly<Record<string, number>> = { '1': 1, '%': 0.01, ppm: 1e-6 }

/** Names of products that people use as one word. */
const PRODUCT_UNITS: Readonly<Record<string, NamedUnit>> = {
  tkm: { scale: 1000 * 1000, dimension: { mass: 1, distance: 1 } },
  kgkm: { scale: 1000, dimension: { mass: 1, distance: 1 } },
  long_ton_mile: { scale: LONG_TON_KG * MILE_M, dimension: { mass: 1, distance: 1 } },
  short_ton_mile: { scale: SHORT_TON_KG * MILE_M, dimension: { mass: 1, distance: 1 } },
  pkm: { scale: 1000, dimension: { passenger: 1, distance: 1 } },
  pmi: { scale: MILE_M, dimension: { passenger: 1, distance: 1 } },
  vkm: { scale: 1000, dimension: { vehicle: 1, distance: 1 } },
  vmi: { scale: MILE_M, dimension: { vehicle: 1, distance: 1 } },
  room_night: { scale: 1, dimension: { room: 1, night: 1 } },
  employee_hour: { scale: 3600, dimension: { employee: 1, time: 1 } },
  employee_day: { scale: 86_400, dimension: { employee: 1, time: 1 } },
}

/** ISO 4217 codes that may be units of money, with or without a price year: `USD`, `USD@2022`. */
export const CURRENCIES = [
  'AED',
  'ARS',
  'AUD',
  'BGN',
  'BRL',
  'CAD',
  'CHF',
  'CLP',
  'CNY',
  'COP',
  'CZK',
  'DKK',
  'EGP',
  'EUR',
  'GBP',
  'HKD',
  'HUF',
  'IDR',
  'ILS',
  'INR',
  'ISK',
  'JPY',
  'KES',
  'KRW',
  'KWD',
  'MAD',
  'MXN',
  'MYR',
  'NGN',
  'NOK',
  'NZD',
  'PEN',
  'PHP',
  'PKR',
  'PLN',
  'QAR',
  'RON',
  'RUB',
  'SAR',
  'SEK',
  'SGD',
  'THB',
  'TRY',
  'TWD',
  'UAH',
  'USD',
  'VND',
  'ZAR',
] as const

/** Every unit with a fixed name; money and gases are read by `parseUnit`. */
export const NAMED_UNITS: ReadonlyMap<string, NamedUnit> = new Map<string, NamedUnit>([
  ...named(MASS_UNITS, 'mass'),
  ...named(ENERGY_UNITS, 'energy'),
  ...Object.entries(VOLUME_UNITS).map(([symbol, scale]): [string, NamedUnit] => [
    symbol,
    { scale, dimension: { [REFERENCE_VOLUMES[symbol] ?? 'volume']: 1 } },
  ]),
  ...named(DISTANCE_UNITS, 'distance'),
  ...named(AREA_UNITS, 'area'),
  ...named(TIME_UNITS, 'time'),
  ...Object.entries(POWER_UNITS).map(([symbol, scale]): [string, NamedUnit] => [
    symbol,
    { scale, dimension: { energy: 1, time: -1 } },
  ]),
  ...COUNT_UNITS.map((kind): [string, NamedUnit] => [kind, { scale: 1, dimension: { [kind]: 1 } }]),
  ...Object.entries(RATIO_UNITS).map(([symbol, scale]): [string, NamedUnit] => [symbol, { scale, dimension: {} }]),
  ...Object.entries(PRODUCT_UNITS),
])

function named(units: Readonly<Record<string, number>>, dimension: string): [string, NamedUnit][] {
  return Object.entries(units).map(([symbol, scale]) => [symbol, { scale, dimension: { [dimension]: 1 } }])
}
