import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'

/** Contracts of a tenant's own factors: `POST factors`, `PATCH factors/{id}`, `POST factors/{id}/status` and their replies. */

/** Where a custom factor is on its way. Only an approved one is computed with. */
export const CUSTOM_FACTOR_STATUSES = ['draft', 'submitted', 'approved', 'retired'] as const
export type CustomFactorStatus = (typeof CUSTOM_FACTOR_STATUSES)[number]

/** What of a life cycle a factor covers: tank to wheel, well to tank, well to wheel, grid losses and so on. */
export const FACTOR_BOUNDARIES = [
  'combustion',
  'TTW',
  'WTT',
  'WTW',
  'cradle-to-gate',
  'cradle-to-grave',
  'generation',
  'losses',
] as const
export type FactorBoundary = (typeof FACTOR_BOUNDARIES)[number]

const MOST_GASES = 30
const text = (most: number) => z.string().trim().max(most)
const Day = z.iso.date({ abort: true }).refine((day) => day >= '1990-01-01' && day <= '2100-12-31', {
  message: 'A day between 1990-01-01 and 2100-12-31.',
})
const YEAR = 'A year from 1990 to 2100.'
const Kilograms = z.number().min(0, 'An emission is not negative: totals are gross.').max(1e9)

const CUSTOM_FACTOR_FIELDS = {
  name: text(200).min(1, 'Give it a name.'),
  /** Denominator in our unit syntax, such as `kWh(HHV)`, `t` or `EUR@2024`. */
  unit: text(40).min(1, 'Say per what it is: kWh, L, t, EUR@2024 and so on.'),
  /** Kilograms of each gas per unit, by name: CO2, CH4-fossil, CH4-nonfossil, N2O, HFC-134a. What is left out is not stated. */
  gases: z
    .record(z.string().min(1).max(40), Kilograms)
    .refine((gases) => Object.keys(gases).length <= MOST_GASES, { message: `At most ${MOST_GASES} gases.` }),
  /** Kilograms of CO2e per unit where the source does not give the gases. */
  co2e_kg: Kilograms.nullable(),
  /** GWP set behind `co2e_kg`; null: the source does not say. */
  co2e_gwp: z.enum(GWP_SETS).nullable(),
  /** Kilograms of biogenic CO2 per unit, reported outside the scopes. */
  biogenic_co2_kg: Kilograms.nullable(),
  scope: z.number().int().min(1).max(3).nullable(),
  /** Country, grid or region as factors name it, such as GB or US-eGRID-RFCW; GLOBAL for the world. */
  geography: text(40).min(1, 'Say where it holds: a country or grid, or GLOBAL.'),
  /** Year of the data behind it. */
  data_year: z.number().int().min(1990, YEAR).max(2100, YEAR),
  /** First and last day on which it may be used; null: no limit. */
  valid_from: Day.nullable(),
  valid_to: Day.nullable(),
  boundary: z.enum(FACTOR_BOUNDARIES).nullable(),
  publisher: text(200).min(1, 'Name who published or measured it.'),
  title: text(300),
  edition: text(100),
  /** Table, page or row of the publication. */
  reference: text(200),
  url: text(1000),
  licence: text(300),
  /** Why it is used instead of a published one. */
  justification: text(4000),
}

/** Contract of `POST factors`: a draft. */
export const NewCustomFactorBody = z.strictObject({
  ...CUSTOM_FACTOR_FIELDS,
  gases: CUSTOM_FACTOR_FIELDS.gases.default({}),
  co2e_kg: CUSTOM_FACTOR_FIELDS.co2e_kg.default(null),
  co2e_gwp: CUSTOM_FACTOR_FIELDS.co2e_gwp.default(null),
  biogenic_co2_kg: CUSTOM_FACTOR_FIELDS.biogenic_co2_kg.default(null),
  scope: CUSTOM_FACTOR_FIELDS.scope.default(null),
  valid_from: CUSTOM_FACTOR_FIELDS.valid_from.default(null),
  valid_to: CUSTOM_FACTOR_FIELDS.valid_to.default(null),
  boundary: CUSTOM_FACTOR_FIELDS.boundary.default(null),
  title: CUSTOM_FACTOR_FIELDS.title.default(''),
  edition: CUSTOM_FACTOR_FIELDS.edition.default(''),
  reference: CUSTOM_FACTOR_FIELDS.reference.default(''),
  url: CUSTOM_FACTOR_FIELDS.url.default(''),
  licence: CUSTOM_FACTOR_FIELDS.licence.default(''),
  justification: CUSTOM_FACTOR_FIELDS.justification.default(''),
})
export type NewCustomFactorBody = z.infer<typeof NewCustomFactorBody>

/** Contract of `PATCH factors/{id}`, of a draft. What is left out stays. */
export const CustomFactorBody = z.strictObject(CUSTOM_FACTOR_FIELDS).partial()
export type CustomFactorBody = z.infer<typeof CustomFactorBody>

/**
 * Contract of `POST factors/{id}/status`: submitted for approval, back to draft, approved by another person, retired. Going
 * back and retiring need a reason.
 */
export const CustomFactorStatusBody = z.strictObject({
  status: z.enum(CUSTOM_FACTOR_STATUSES),
  reason: text(2000).default(''),
})
export type CustomFactorStatusBody = z.infer<typeof CustomFactorStatusBody>

export const FactorEvidenceQuery = z.strictObject({ name: z.string().min(1).max(1000) })

export const CUSTOM_FACTOR_STEPS = ['create', 'change', 'attach', 'submit', 'return', 'approve', 'retire'] as const
export type CustomFactorStep = (typeof CUSTOM_FACTOR_STEPS)[number]

/** What the caller may do with it now. */
export const CUSTOM_FACTOR_ACTIONS = [
  'edit',
  'discard',
  'submit',
  'return',
  'approve',
  'retire',
  'new_version',
] as const
export type CustomFactorAction = (typeof CUSTOM_FACTOR_ACTIONS)[number]

const PersonReply = z.object({ id: z.string(), name: z.string() })

/** What a custom factor has besides what every factor has. */
export const CustomFactorReply = z.object({
  ...CUSTOM_FACTOR_FIELDS,
  status: z.enum(CUSTOM_FACTOR_STATUSES),
  version: z.number().int(),
  /** The version before; null: it is the first. */
  supersedes: z.string().nullable(),
  evidence: z.object({ name: z.string(), size_bytes: z.number().int() }).nullable(),
  /** Oldest first. */
  steps: z.array(
    z.object({
      step: z.enum(CUSTOM_FACTOR_STEPS),
      by: PersonReply,
      /** ISO 8601. */
      at: z.string(),
      reason: z.string(),
    }),
  ),
  actions: z.array(z.enum(CUSTOM_FACTOR_ACTIONS)),
})
export type CustomFactorReply = z.infer<typeof CustomFactorReply>
