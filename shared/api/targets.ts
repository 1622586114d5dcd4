import { z } from 'zod'
import { MAX_OPTION_ID_LENGTH } from '../cells/cellValue.ts'
import { TARGET_STATES } from '../fields/target.ts'
import { ComputableFactor, FactorReply } from './factors.ts'

/**
 * Contracts of `GET` and `POST tables/{id}/fields/{field_id}/targets`: what the cells of a person, reference or factor field
 * can point at, and what they point at. A name that the caller may not read is in neither.
 */

/** Most values of one call. */
export const MAX_TARGETS = 500

export const TargetsQuery = z.strictObject({
  cycle_id: z.guid(),
  /** Words that must all occur. Without them the first ones. */
  search: z.string().trim().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export type TargetsQuery = z.infer<typeof TargetsQuery>

export const TargetReply = z.object({
  /** What the cell stores: a user, a row, a factor. */
  id: z.string(),
  label: z.string(),
  /** Tells things of the same name apart; null when there is nothing to say. */
  detail: z.string().nullable(),
  /** Of a factor field. */
  factor: FactorReply.nullable(),
})
export type TargetReply = z.infer<typeof TargetReply>

/** Best match first. */
export const TargetsReply = z.object({
  data: z.array(TargetReply),
  /** The caller may not read what the things are called, so none is told. */
  hidden: z.boolean(),
})
export type TargetsReply = z.infer<typeof TargetsReply>

export const TargetLookupBody = z.strictObject({
  cycle_id: z.guid(),
  /** What stands in cells, or is going to: ids, and texts that may name something. */
  values: z.array(z.string().min(1).max(MAX_OPTION_ID_LENGTH)).min(1).max(MAX_TARGETS),
})
export type TargetLookupBody = z.infer<typeof TargetLookupBody>

export const FoundTargetReply = z.object({
  value: z.string(),
  state: z.enum(TARGET_STATES),
  /** Of what was found; of `named` it is not the value. */
  id: z.string().nullable(),
  label: z.string().nullable(),
  /** Of a factor field with a unit: what formulas compute with. */
  factor: ComputableFactor.optional(),
})
export type FoundTargetReply = z.infer<typeof FoundTargetReply>

/** In the order of the values that were sent. */
export const TargetLookupReply = z.object({ data: z.array(FoundTargetReply) })
export type TargetLookupReply = z.infer<typeof TargetLookupReply>
