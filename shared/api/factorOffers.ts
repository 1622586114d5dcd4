import { z } from 'zod'

/** Contracts of `GET` and `POST cycles/{id}/factor_offers`: newer factors than those in the cells of an open cycle. */

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

export const FactorOffer = z.object({
  from: OfferedFactor,
  to: OfferedFactor,
  reason: z.enum(FACTOR_OFFER_REASONS),
  /** Where cells name it, as far as the caller reads the field and the result. */
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

/** Which offers are taken, each as it was shown. */
export const TakeFactorOffersBody = z.strictObject({
  offers: z
    .array(z.strictObject({ from: z.string().min(1).max(200), to: z.string().min(1).max(200) }))
    .min(1, 'Choose at least one.')
    .max(MOST_OFFERS),
})
export type TakeFactorOffersBody = z.infer<typeof TakeFactorOffersBody>

/** Rows whose cells name the newer factor now, and those that the caller may not write. */
export const TakenFactorOffers = z.object({ changed: z.number().int(), refused: z.number().int() })
export type TakenFactorOffers = z.infer<typeof TakenFactorOffers>
