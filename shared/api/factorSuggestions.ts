import { z } from 'zod'
import { CAUTIONS, REFUSALS } from '../emissions/choosing/factorChoice.ts'
import { GWP_SETS } from '../emissions/gas.ts'
import { PLACE_LEVELS } from '../places/sitePlace.ts'
import { ListedFactorReply } from './factors.ts'

/**
 * Contracts of `GET factors/suggestions` and `POST tables/{id}/fields/{field_id}/suggestions`: which factor fits an activity at a
 * place in a year, why, and why not the others.
 */

const MOST_REFUSED = 50
/** Different activities and sites of one call. */
export const MOST_QUESTIONS = 200

const Activity = z.string().trim().min(1).max(200)
const Day = z.iso.date()

export const SuggestionQuery = z
  .strictObject({
    /** As a person calls it: "electricity", "diesel", "hotel stay". */
    activity: Activity,
    /** What the factor has to convert to, in our unit syntax. */
    unit: z.string().min(1).max(100).optional(),
    scope: z.coerce
      .number<string>()
      .pipe(z.union([z.literal(1), z.literal(2), z.literal(3)]))
      .optional(),
    /** ISO 3166-1 alpha-2. Without it only factors for the world fit. */
    country: z.string().max(10).optional(),
    /** ISO 3166-2. */
    subdivision: z.string().max(10).optional(),
    /** An eGRID subregion. */
    grid_region: z.string().max(10).optional(),
    /** The year whose factors are wanted, or the first and the last day of a period. */
    factor_year: z.coerce.number().int().min(1990).max(2100).optional(),
    starts_on: Day.optional(),
    ends_on: Day.optional(),
    gwp_set: z.enum(GWP_SETS).default('AR6'),
    /** Part of the name of a publisher that is preferred. */
    publisher: z.string().trim().min(1).max(100).optional(),
  })
  .refine(
    (query) => query.factor_year !== undefined || (query.starts_on !== undefined && query.ends_on !== undefined),
    {
      path: ['factor_year'],
      message: 'Say the year, or the first and the last day of the period (starts_on, ends_on).',
    },
  )
  .refine(({ starts_on: first, ends_on: last }) => first === undefined || last === undefined || first <= last, {
    path: ['ends_on'],
    message: 'The period ends before it begins.',
  })
export type SuggestionQuery = z.infer<typeof SuggestionQuery>

const Place = z.object({
  country: z.string().nullable(),
  subdivision: z.string().nullable(),
  grid_region: z.string().nullable(),
})

export const FactorSuggestion = z.object({
  activity: z.string(),
  place: Place,
  /** The year whose factors are wanted: the calendar year that holds the greater part of the period. */
  factor_year: z.number().int(),
  /** Null: none fits; `refused` says why. */
  chosen: z
    .object({
      factor: ListedFactorReply,
      /** The narrowest place around the site for which there is one. */
      place: z.object({ level: z.enum(PLACE_LEVELS), code: z.string() }),
      /** An edition of the year itself, or the newest one before it. */
      rule: z.enum(['same-year', 'newest-before']),
      cautions: z.array(z.enum(CAUTIONS)),
    })
    .nullable(),
  /** The nearest first, at most 50. */
  refused: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        year: z.number().int(),
        geography: z.string(),
        publisher: z.string(),
        unit: z.string().nullable(),
        refusal: z.enum(REFUSALS),
      }),
    )
    .max(MOST_REFUSED),
  /** All that were refused, also those that are not told. */
  refused_count: z.number().int(),
})
export type FactorSuggestion = z.infer<typeof FactorSuggestion>

/** For rows of a factor field: its unit, the scope of its module, and the basis of the cycle are known. */
export const SuggestionsBody = z.strictObject({
  cycle_id: z.guid(),
  questions: z
    .array(
      z.strictObject({
        activity: Activity,
        /** Option id of the site, as the cells hold it; null: none is in the row. */
        site: z.string().min(1).max(100).nullable(),
      }),
    )
    .min(1)
    .max(MOST_QUESTIONS),
})
export type SuggestionsBody = z.infer<typeof SuggestionsBody>

/** In the order of the questions. */
export const SuggestionsReply = z.object({ data: z.array(FactorSuggestion) })
export type SuggestionsReply = z.infer<typeof SuggestionsReply>
