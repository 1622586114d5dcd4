import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { CARRIERS, INSTRUMENT_TYPES, isWholeWattHours, RATE_UNITS, type RateUnit } from '../scope2/instrument.ts'
import { CYCLE_STATUSES } from './cycles.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `instruments`: what energy was bought by, and whose consumption it covers. */

const MOST_SERIALS = 500
const MOST_MWH = 1e9

const text = (most: number) => z.string().trim().max(most)
const Day = z.iso.date({ abort: true }).refine((day) => day >= '1990-01-01' && day <= '2100-12-31', {
  message: 'A day between 1990-01-01 and 2100-12-31.',
})
const Month = z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, 'A month, such as 2025-03.')
const Mwh = z
  .number()
  .positive('More than zero megawatt-hours.')
  .max(MOST_MWH)
  .refine(isWholeWattHours, { message: 'At most six decimals: megawatt-hours are kept to the watt-hour.' })
const Amount = z.number().min(0, 'An amount is not negative.').max(1e6).optional()
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record of ours
const UNITS = Object.keys(RATE_UNITS) as [RateUnit, ...RateUnit[]]

const INSTRUMENT_FIELDS = {
  type: z.enum(INSTRUMENT_TYPES),
  name: text(200).min(1, 'Give it a name.'),
  carrier: z.enum(CARRIERS),
  /** Country ("GB"), grid as factors name it ("US-eGRID-RFCW"), or "AIB" for the European guarantees of origin. */
  market: text(40).regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9-]+)?$/, 'A country or grid, such as GB, US-eGRID-RFCW or AIB.'),
  /** What the energy was made of, as the instrument says. */
  source: text(100),
  registry: text(100),
  /** Serial numbers, or ranges of them: "NO-0001 .. NO-0500". */
  serials: z.array(text(200).min(1)).max(MOST_SERIALS),
  /** What was bought (of a certificate: retired); null for a rate that covers all there is. */
  mwh: Mwh.nullable(),
  /** As published, per `rate_unit`: gas by gas, or all of it as CO2e. A gas that is left out was not stated. */
  rates: z.strictObject({ CO2: Amount, CH4: Amount, N2O: Amount, CO2e: Amount }),
  rate_unit: z.enum(UNITS),
  /** GWP set behind an amount in CO2e. */
  rate_gwp: z.enum(GWP_SETS).nullable(),
  /** When the energy was made, or for when the rate was published; both days inside. */
  vintage_from: Day,
  vintage_to: Day,
  retired_on: Day.nullable(),
  beneficiary: text(200),
  evidence: text(2000),
  evidence_url: text(1000),
}

/** Contract of `POST instruments`. */
export const NewInstrumentBody = z.strictObject({
  ...INSTRUMENT_FIELDS,
  carrier: INSTRUMENT_FIELDS.carrier.default('electricity'),
  source: INSTRUMENT_FIELDS.source.default(''),
  registry: INSTRUMENT_FIELDS.registry.default(''),
  serials: INSTRUMENT_FIELDS.serials.default([]),
  mwh: INSTRUMENT_FIELDS.mwh.default(null),
  rate_unit: INSTRUMENT_FIELDS.rate_unit.default('kg/MWh'),
  rate_gwp: INSTRUMENT_FIELDS.rate_gwp.default(null),
  retired_on: INSTRUMENT_FIELDS.retired_on.default(null),
  beneficiary: INSTRUMENT_FIELDS.beneficiary.default(''),
  evidence: INSTRUMENT_FIELDS.evidence.default(''),
  evidence_url: INSTRUMENT_FIELDS.evidence_url.default(''),
})
export type NewInstrumentBody = z.infer<typeof NewInstrumentBody>

/** Contract of `PATCH instruments/{id}`. What is left out stays. */
export const InstrumentBody = z.strictObject(INSTRUMENT_FIELDS).partial()
export type InstrumentBody = z.infer<typeof InstrumentBody>

/** Contract of `POST instruments/{id}/allocations`. Months are those of the cycle when they are left out. */
export const NewAllocationBody = z.strictObject({
  cycle_id: z.guid(),
  /** Option id of the site, as the cells hold it; null: every site of the market. */
  site: z.string().min(1).max(100).nullable().default(null),
  from_month: Month.optional(),
  to_month: Month.optional(),
  /** Null, of a rate: all that nothing better covers. */
  mwh: Mwh.nullable().default(null),
})
export type NewAllocationBody = z.infer<typeof NewAllocationBody>

export const InstrumentsQuery = z.strictObject({
  ...PAGE_QUERY,
  'filter[type]': z.enum(INSTRUMENT_TYPES).optional(),
  /** Only those that cover something of this cycle. */
  'filter[cycle_id]': z.guid().optional(),
})
export type InstrumentsQuery = z.infer<typeof InstrumentsQuery>

const AllocationReply = z.object({
  id: z.guid(),
  cycle_id: z.guid(),
  cycle_name: z.string(),
  cycle_status: z.enum(CYCLE_STATUSES),
  project_id: z.guid(),
  project_name: z.string(),
  site: z.string().nullable(),
  site_name: z.string().nullable(),
  from_month: z.string(),
  to_month: z.string(),
  mwh: z.number().nullable(),
})
export type AllocationReply = z.infer<typeof AllocationReply>

export const InstrumentReply = z.object({
  id: z.guid(),
  ...INSTRUMENT_FIELDS,
  /** Of `mwh`, over all cycles; remaining is null where there is no limit. */
  allocated_mwh: z.number(),
  remaining_mwh: z.number().nullable(),
  /** Those of cycles that you may read. */
  allocations: z.array(AllocationReply),
  /** A locked cycle rests on it: it stays as it is. */
  is_frozen: z.boolean(),
  /** ISO 8601. */
  updated_at: z.string(),
})
export type InstrumentReply = z.infer<typeof InstrumentReply>

/** By name. */
export const InstrumentsReply = pageOf(InstrumentReply)
