import { z } from 'zod'
import { FactorSuggestion } from './factorSuggestions.ts'

/**
 * Contracts of `POST tables/{id}/fields/{field_id}/choices` and `GET tables/{id}/rows/{row_id}/factor_choices`: why cells name their
 * factors, where those were chosen from a suggestion.
 */

/** Rows of one call. */
export const MOST_CHOSEN_ROWS = 5_000
const MOST_GROUPS = 200

/** The suggestion is made anew by the server; only where a cell names what it chooses, it is told as the reason. */
export const FactorChoicesBody = z
  .strictObject({
    cycle_id: z.guid(),
    /** Key of the field that says the activity; null: it was typed. */
    activity_field: z.string().min(1).max(100).nullable(),
    choices: z
      .array(
        z.strictObject({
          activity: z.string().trim().min(1).max(200),
          /** Option id of the site, as the cells hold it; null: none is in the row. */
          site: z.string().min(1).max(100).nullable(),
          rows: z.array(z.string().min(1).max(100)).min(1),
        }),
      )
      .min(1)
      .max(MOST_GROUPS),
  })
  .refine(({ choices }) => choices.reduce((count, { rows }) => count + rows.length, 0) <= MOST_CHOSEN_ROWS, {
    path: ['choices'],
    message: `Send at most ${MOST_CHOSEN_ROWS} rows at once.`,
  })
export type FactorChoicesBody = z.infer<typeof FactorChoicesBody>

/** Rows of which the reason is kept; none where no factor fits. */
export const KeptChoices = z.object({ kept: z.number().int() })
export type KeptChoices = z.infer<typeof KeptChoices>

export const FactorChoicesReply = z.object({
  /** Of the cells that still name what was chosen, in fields that you may read, with what was asked by. */
  data: z.array(
    z.object({
      /** Key of the factor field. */
      field: z.string(),
      suggestion: FactorSuggestion,
      made_at: z.string(),
      made_by: z.object({ id: z.guid(), name: z.string() }),
    }),
  ),
})
export type FactorChoicesReply = z.infer<typeof FactorChoicesReply>
