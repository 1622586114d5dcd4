import { z } from 'zod'
import { ScopeBasis } from './scopeFigure.ts'

/** Contracts of `cycles/{id}/simulations`: Monte Carlo of the total of a cycle (IPCC 2006, volume 1, chapter 3, approach 2). */

export const MOST_DRAWS = 100_000

/** What of a cycle is drawn: all of it, or scopes 1 and 2. */
export const SIMULATED_PARTS = ['total', 'scope12'] as const
export type SimulatedPart = (typeof SIMULATED_PARTS)[number]

export const SimulationBody = z.strictObject({
  /** The same seed over the same inputs draws the same numbers. */
  seed: z.number().int().min(0).max(2_147_483_647),
  draws: z.number().int().min(1_000).max(MOST_DRAWS).default(10_000),
  part: z.enum(SIMULATED_PARTS).default('total'),
  /** How scope 2 is counted in it. */
  basis: ScopeBasis.default('location'),
})
export type SimulationBody = z.infer<typeof SimulationBody>

export const SimulationResult = z.object({
  /** Kilograms of CO2e of all rows, drawn or not. */
  co2e_kg: z.number(),
  mean_kg: z.number(),
  /** Percentiles 2.5, 50 and 97.5. */
  low_kg: z.number(),
  median_kg: z.number(),
  high_kg: z.number(),
  /** Equal steps from the least to the largest total that was drawn, and how many fell into each. */
  histogram: z.object({ from_kg: z.number(), to_kg: z.number(), counts: z.array(z.number().int()) }),
  /** Kilograms of rows of which nothing is assessed: they were drawn as they are. */
  not_assessed_kg: z.number(),
})
export type SimulationResult = z.infer<typeof SimulationResult>

export const SimulationReply = z.object({
  id: z.guid(),
  seed: z.number().int(),
  draws: z.number().int(),
  part: z.enum(SIMULATED_PARTS),
  basis: ScopeBasis,
  /** Activities and factors that were drawn. */
  quantities: z.number().int(),
  /** SHA-256 of everything that was drawn from. */
  inputs_hash: z.string(),
  /** Whether a simulation of now would be drawn from the same. */
  is_current: z.boolean(),
  made_by: z.string().nullable(),
  made_at: z.string(),
  ...SimulationResult.shape,
})
export type SimulationReply = z.infer<typeof SimulationReply>

/** Newest first, at most twenty; none for who may not read everything that the total of the cycle is made of. */
export const SimulationsReply = z.object({
  data: z.array(SimulationReply),
  /** The caller may not read all of it: there may be simulations, and none is shown. */
  is_hidden: z.boolean(),
})
export type SimulationsReply = z.infer<typeof SimulationsReply>
