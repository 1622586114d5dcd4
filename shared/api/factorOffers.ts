import { z } from 'zod'

/** Contracts of `GET` and `POST cycles/{id}/factor_offers`: newer factors than those that cells and choices of columns name in an open cycle. */

/** A later edition of the year's publication, what its publisher corrected, or a newer version of a custom factor. */
export const FACTOR_OFFER_REASONS = ['edition', 'correction', 'version'] as const
export type FactorOfferReason = (typeof FACTOR_OFFER_REASONS)[number]

const OfferedFactor = z.object({
  id: z.string(),
  name: z.string(),
  year: z.number().int(),
  publisher: z.string(),
  edition: z.string(),
  /** Kilograms of CO2e per unit by the cycle's GWP set; null when nothing in the scopes was published. */
  co2e_kg: z.number().nullable(),
  unit: z.string().nullable(),
})

/** A column whose choices mean the older factor: with the offer they mean the newer one, in every cell that holds them. */
const OfferedColumn = z.object({
  table_id: z.guid(),
  table_name: z.string(),
  field_id: z.guid(),
  name: z.string(),
  /** Labels of the choices. */
  choices: z.array(z.string()),
  /** Other open cycles of the same factor year, by name: the choices mean the newer factor there as well. */
  also_in: z.array(z.string()),
  /** Whether the caller manages the table. */
  may_take: z.boolean(),
})

export const FactorOffer = z.object({
  from: OfferedFactor,
  to: OfferedFactor,
  reason: z.enum(FACTOR_OFFER_REASONS),
  /** Null: cells name the factor themselves. */
  column: OfferedColumn.nullable(),
  /** Where cells name it or hold such a choice, as far as the caller reads the field and the result. */
  tables: z.array(z.object({ table_id: z.guid(), name: z.string(), rows: z.number().int() })),
  rows: z.number().int(),
  /** Kilograms of CO2e of these rows as they are, and as they would be; null where none has a result. */
  before_kg: z.number().nullable(),
  after_kg: z.number().nullable(),
  /** Rows with a result, as they are and as they would be. */
  results_before: z.number().int(),
  results_after: z.number().int(),
  /** False: results of these rows depend on other rows; they are known when they are computed. */
  is_foreseen: z.boolean(),
})
export type FactorOffer = z.infer<typeof FactorOffer>

export const FactorOffersReply = z.object({
  data: z.array(FactorOffer),
  /** All offers taken together. */
  before_kg: z.number().nullable(),
  after_kg: z.number().nullable(),
})
export type FactorOffersReply = z.infer<typeof FactorOffersReply>

const MOST_OFFERS = 500

const FactorId = z.string().min(1).max(200)

/** Which offers are taken, each as it was shown. `field_id`: of the choices of that column; absent: of cells. */
export const TakeFactorOffersBody = z.strictObject({
  offers: z
    .array(z.strictObject({ from: FactorId, to: FactorId, field_id: z.guid().optional() }))
    .min(1, 'Choose at least one.')
    .max(MOST_OFFERS),
})
export type TakeFactorOffersBody = z.infer<typeof TakeFactorOffersBody>

export const TakenFactorOffers = z.object({
  /** Rows whose cells name the newer factor now, and those that the caller may not write. */
  changed: z.number().int(),
  refused: z.number().int(),
  /** Choices of columns that mean the newer factor now, and those of tables that the caller does not manage. */
  choices_changed: z.number().int(),
  choices_refused: z.number().int(),
})
export type TakenFactorOffers = z.infer<typeof TakenFactorOffers>
