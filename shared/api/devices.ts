import { z } from 'zod'
import { DEVICE_KINDS } from '../readings/MonthMeter.ts'
import { LONGEST_OVERLAP_HOURS } from './apiKeys.ts'
import { Month } from './gap.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'
import { ProblemDetail } from './problem.ts'

/** Contracts of `devices`: meters that send their readings themselves, and where months of them are written. */

const Name = z.string().trim().min(1, 'Enter a name.').max(100)
const Words = z.string().trim().max(100)
const Interval = z.number().int().min(1).max(44_640)

export const DevicesQuery = z.strictObject(PAGE_QUERY)

/** Why an amount is not in its sheet, or that it is. */
export const AMOUNT_STATES = [
  'written',
  'incomplete',
  'differs',
  'locked',
  'no-cycle',
  'several-cycles',
  'several-rows',
  'refused',
] as const
export type AmountState = (typeof AMOUNT_STATES)[number]

export const AGGREGATIONS = ['total', 'mean'] as const
export type Aggregation = (typeof AGGREGATIONS)[number]

export const DeviceRuleReply = z.object({
  id: z.string(),
  table_id: z.string(),
  table_name: z.string(),
  field_id: z.string(),
  field_name: z.string(),
  unit: z.string().nullable(),
  /** Option id of the field of sites, with what it is called; null: the table has none. */
  site: z.string().nullable(),
  site_name: z.string().nullable(),
  /** What the first text of the rows says. */
  source: z.string().nullable(),
  aggregation: z.enum(AGGREGATIONS),
  from_month: z.string(),
})
export type DeviceRuleReply = z.infer<typeof DeviceRuleReply>

export const DeviceReply = z.object({
  id: z.string(),
  name: z.string(),
  serial: z.string(),
  site: z.string(),
  kind: z.enum(DEVICE_KINDS),
  unit: z.string(),
  rolls_over_at: z.number().nullable(),
  interval_minutes: z.number().int(),
  time_zone: z.string(),
  /** The last characters of its credential. */
  hint: z.string(),
  /** Until when the credential before the last rotation opens as well; null: there is none. */
  previous_until: z.string().nullable(),
  created_at: z.string(),
  created_by: z.object({ id: z.string(), name: z.string() }),
  /** The latest by its own time; in the unit of the device. */
  last_reading: z.object({ at: z.string(), value: z.number() }).nullable(),
  /** When something came from it last. */
  received_at: z.string().nullable(),
  /** What came by MQTT last and was not taken; null: nothing was. */
  last_refusal: z.object({ at: z.string(), errors: z.array(ProblemDetail) }).nullable(),
  /** How it may send by MQTT; null: this server has no broker. */
  mqtt: z
    .object({
      url: z.string(),
      topic: z.string(),
      /** It is no broker of this server: messages carry `credential` beside `readings`. */
      is_outside: z.boolean(),
    })
    .nullable(),
  /** Months that wait for somebody: they are incomplete, or something else stands in the sheet. */
  open_months: z.number().int(),
  /** Of the last twelve months, those with missing readings, and those in which a counter fell. */
  gap_months: z.number().int(),
  reset_months: z.number().int(),
  rules: z.array(DeviceRuleReply),
})
export type DeviceReply = z.infer<typeof DeviceReply>

/** By name. */
export const DevicesReply = pageOf(DeviceReply)

/** Contract of `POST devices`. */
export const NewDeviceBody = z.strictObject({
  name: Name,
  serial: Words.default(''),
  site: Words.default(''),
  /** `counter`: it only rises; `interval`: each reading is what was used since the one before. */
  kind: z.enum(DEVICE_KINDS),
  unit: z.string().trim().min(1, 'Enter a unit, for example kWh.').max(120),
  /** Of a counter: behind which number it begins again at 0. */
  rolls_over_at: z.number().positive().max(1e15).nullable().default(null),
  /** How far readings lie apart, up to a month. */
  interval_minutes: Interval,
  /** IANA name, such as Europe/Berlin: its months begin at midnight there. */
  time_zone: z.string().trim().min(1, 'Enter a time zone, for example Europe/Berlin.').max(60),
})
export type NewDeviceBody = z.infer<typeof NewDeviceBody>

/** Contract of `PATCH devices/{id}`; kind and unit stay as they are, because readings were sent in them. */
export const DeviceBody = z
  .strictObject({
    name: Name,
    serial: Words,
    site: Words,
    rolls_over_at: z.number().positive().max(1e15).nullable(),
    interval_minutes: Interval,
    time_zone: z.string().trim().min(1).max(60),
  })
  .partial()
export type DeviceBody = z.infer<typeof DeviceBody>

/** A device with its credential, which is never told again. */
export const NewDeviceReply = DeviceReply.extend({
  secret: z.string(),
})
export type NewDeviceReply = z.infer<typeof NewDeviceReply>

/** Contract of `POST devices/{id}/rotate`. */
export const RotateDeviceBody = z.strictObject({
  /** For how long the old credential opens as well. */
  overlap_hours: z.number().int().min(0).max(LONGEST_OVERLAP_HOURS).default(24),
})

/** Readings of one batch at most. */
export const MOST_READINGS = 5000

/** Contract of `POST devices/{id}/readings`, and of a message over MQTT. */
export const ReadingsBody = z.strictObject({
  /** In which unit they are; a device that says so is held to it. */
  unit: z.string().max(120).optional(),
  readings: z
    .array(
      z.strictObject({
        /** With its offset: 2026-03-29T02:15:00+02:00 or …Z. To the millisecond. */
        at: z.iso.datetime({
          offset: true,
          error: 'Write a time with its offset, as 2026-03-29T02:15:00+02:00 or …Z.',
        }),
        /** In the unit of the device. */
        value: z.number().min(0, 'A meter does not show less than 0.').max(1e15, 'No meter shows as much.'),
      }),
    )
    .min(1, 'Send at least one reading.')
    .max(MOST_READINGS, `Send at most ${MOST_READINGS} readings at once.`),
})
export type ReadingsBody = z.infer<typeof ReadingsBody>

/** What came of a batch: nothing of it is there twice, however often it is sent. */
export const ReadingsReply = z.object({
  stored: z.number().int(),
  /** They were there already. */
  duplicates: z.number().int(),
  /** Another value was there; it is kept as what was said before. */
  corrected: z.number().int(),
})
export type ReadingsReply = z.infer<typeof ReadingsReply>

export const ReadingsQuery = z.strictObject(PAGE_QUERY)

/** Newest first. */
export const ReadingsListReply = pageOf(
  z.object({
    at: z.string(),
    value: z.number(),
    received_at: z.string(),
    /** What was sent for the same moment before, oldest first. */
    corrections: z.array(z.object({ value: z.number(), received_at: z.string() })),
  }),
)
export type ReadingsListReply = z.infer<typeof ReadingsListReply>

const Amount = z.object({
  rule_id: z.string(),
  /** In the unit of the field. */
  value: z.number().nullable(),
  state: z.enum(AMOUNT_STATES),
  cycle_id: z.string().nullable(),
  row_id: z.string().nullable(),
  /** What stands in the cell instead. */
  cell_value: z.number().nullable(),
})

/** Contract of `GET devices/{id}/months`: newest first, the running month among them. */
export const DeviceMonthsReply = z.object({
  data: z.array(
    z.object({
      month: z.string(),
      /** It is not over yet. */
      is_running: z.boolean(),
      /** In the unit of the device, of the part that is known. */
      total: z.number().nullable(),
      mean: z.number().nullable(),
      readings: z.number().int(),
      /** Which part of the month is known, 0 to 1. */
      share: z.number(),
      gaps: z.array(z.object({ from: z.string(), to: z.string() })),
      resets: z.array(
        z.object({
          at: z.string(),
          before: z.number(),
          after: z.number(),
          kind: z.enum(['rollover', 'replaced']),
        }),
      ),
      amounts: z.array(Amount),
    }),
  ),
})
export type DeviceMonthsReply = z.infer<typeof DeviceMonthsReply>

/** Contract of `POST devices/{id}/rules`. */
export const DeviceRuleBody = z.strictObject({
  table_id: z.guid(),
  field_id: z.guid(),
  site: z.string().min(1).max(100).nullable().default(null),
  source: z.string().trim().min(1).max(1000).nullable().default(null),
  aggregation: z.enum(AGGREGATIONS).default('total'),
  from_month: Month,
})
export type DeviceRuleBody = z.infer<typeof DeviceRuleBody>

/** Contract of `PATCH devices/{id}/rules/{rule_id}`; another column or other rows are another rule. */
export const DeviceRuleChange = z
  .strictObject({
    aggregation: z.enum(AGGREGATIONS),
    from_month: Month,
  })
  .partial()
export type DeviceRuleChange = z.infer<typeof DeviceRuleChange>

/** Contract of `POST devices/{id}/rules/{rule_id}/accept`: this amount is wanted in the sheet as it is. */
export const AcceptAmountBody = z.strictObject({
  month: Month,
  /** As it was shown: an amount that has changed since is asked about again. */
  value: z.number(),
})
export type AcceptAmountBody = z.infer<typeof AcceptAmountBody>
