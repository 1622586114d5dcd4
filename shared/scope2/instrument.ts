/** Contractual instruments of scope 2 (GHG Protocol Scope 2 Guidance): what somebody bought energy by. */

/** From the most to the least precise: the order in which consumption is covered. */
export const INSTRUMENT_TYPES = ['certificate', 'contract', 'supplier_rate', 'residual_mix'] as const
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number]

export const CARRIERS = ['electricity', 'heat', 'cooling'] as const
export type Carrier = (typeof CARRIERS)[number]

/** Types that are an amount of energy: they cover so much and no more. */
export const isAmount = (type: InstrumentType): boolean => type === 'certificate' || type === 'contract'

/** Gases that an instrument may state one by one. */
export const RATE_GASES = ['CO2', 'CH4', 'N2O'] as const
export type RateGas = (typeof RATE_GASES)[number]

/** Kilograms per megawatt-hour in one of these units: the pound is exact. */
export const RATE_UNITS = { 'kg/MWh': 1, 'g/kWh': 1, 't/MWh': 1000, 'lb/MWh': 0.453_592_37 } as const
export type RateUnit = keyof typeof RATE_UNITS

/** Amounts as published: gas by gas, or all of it as CO2e. A gas that is absent was not stated, which is not zero. */
export type StatedRates = Partial<Record<RateGas | 'CO2e', number>>

/** Megawatt-hours are kept to the watt-hour. */
export const isWholeWattHours = (mwh: number): boolean => Math.round(mwh * 1e6) / 1e6 === mwh
