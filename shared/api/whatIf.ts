import { z } from 'zod'
import { GWP_SETS } from '../emissions/gas.ts'
import { PreviewedAmounts } from './cycles.ts'
import { ProblemDetail } from './problem.ts'

/** Contracts of what-ifs: how the totals of a cycle would be, with nothing written. */

const MOST_CHANGES = 50

/** What is thought to be otherwise than in the cycle. What is left out is as it is. */
export const WhatIfBody = z.strictObject({
  gwp_set: z.enum(GWP_SETS).optional(),
  factor_year: z.number().int().min(1990).max(2100).optional(),
  /** Another factor wherever rows use one. */
  factors: z
    .array(z.strictObject({ factor_id: z.string().min(1).max(200), instead_id: z.string().min(1).max(200) }))
    .max(MOST_CHANGES)
    .default([]),
  /** Entered amounts of a column multiplied, in all rows or in those of a site. */
  activities: z
    .array(
      z.strictObject({
        table_id: z.guid(),
        /** Key of a field of numbers. */
        field: z.string().min(1).max(100),
        /** Option id of the site, as cells hold it; null: all rows. */
        site: z.string().min(1).max(100).nullable().default(null),
        multiply: z.number().min(0, 'Zero or more.').max(1e6),
      }),
    )
    .max(MOST_CHANGES)
    .default([]),
})
export type WhatIfBody = z.infer<typeof WhatIfBody>

/** Contract of `POST cycles/{id}/what_if`: of the tables whose totals you may read. */
export const WhatIfReply = z.object({
  warnings: z.array(ProblemDetail),
  total: PreviewedAmounts,
  by_scope: z.array(PreviewedAmounts.extend({ scope: z.number().int() })),
  /** Tables whose amounts or results change. */
  tables: z.array(
    PreviewedAmounts.extend({
      table_id: z.string(),
      name: z.string(),
      module_name: z.string(),
      scope: z.number().int(),
    }),
  ),
})
export type WhatIfReply = z.infer<typeof WhatIfReply>

/** Contract of `GET cycles/{id}/what_if`: what of the cycle can be thought otherwise. */
export const WhatIfChoices = z.object({
  /** Factors that rows use, by name. */
  factors: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      publisher: z.string(),
      edition: z.string(),
      year: z.number().int(),
      geography: z.string(),
      unit: z.string(),
    }),
  ),
  /** Columns of entered numbers that results are computed from. */
  activities: z.array(
    z.object({
      table_id: z.string(),
      table_name: z.string(),
      module_name: z.string(),
      field: z.string(),
      name: z.string(),
      unit: z.string().nullable(),
    }),
  ),
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type WhatIfChoices = z.infer<typeof WhatIfChoices>

const ScenarioName = z.string().trim().min(1, 'Give it a name.').max(100)

/** Contract of `POST cycles/{id}/scenarios`. */
export const NewScenarioBody = z.strictObject({ name: ScenarioName, changes: WhatIfBody })
export type NewScenarioBody = z.infer<typeof NewScenarioBody>

/** Contract of `PATCH scenarios/{id}`. What is left out stays. */
export const ScenarioBody = NewScenarioBody.partial()
export type ScenarioBody = z.infer<typeof ScenarioBody>

export const ScenarioReply = z.object({
  id: z.guid(),
  cycle_id: z.guid(),
  name: z.string(),
  changes: WhatIfBody,
  made_by: z.object({ id: z.guid(), name: z.string() }),
  /** Yours, or you administer the project. */
  can_change: z.boolean(),
  /** ISO 8601. */
  updated_at: z.string(),
})
export type ScenarioReply = z.infer<typeof ScenarioReply>

/** By name; those that change something you may not read are left out. */
export const ScenariosReply = z.object({ data: z.array(ScenarioReply) })
export type ScenariosReply = z.infer<typeof ScenariosReply>
