import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `GET projects/{id}/modules` and `GET modules/{id}`, in the order of the inventory. */
export const ModulesQuery = z.strictObject({
  ...PAGE_QUERY,
  'filter[scope]': z.coerce.number().int().min(1).max(3).optional(),
})
export type ModulesQuery = z.infer<typeof ModulesQuery>

export const ModuleReply = z.object({
  id: z.string(),
  project_id: z.string(),
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** Scope of the GHG Protocol. */
  scope: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** Category of scope 3 (1 to 15); null in the other scopes. */
  s3_category: z.number().int().nullable(),
  position: z.number().int(),
})
export type ModuleReply = z.infer<typeof ModuleReply>

export const ModulesReply = pageOf(ModuleReply)
