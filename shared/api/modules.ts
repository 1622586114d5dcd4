import { z } from 'zod'
import { ISO_CODES } from '../emissions/isoCategories.ts'
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
  /** Category or subcategory of ISO 14064-1:2018, "4" or "4.3", in cycles that are not locked. */
  iso_category: z.enum(ISO_CODES),
  /** Somebody chose it; else it follows from scope and category. */
  iso_chosen: z.boolean(),
  position: z.number().int(),
})
export type ModuleReply = z.infer<typeof ModuleReply>

export const ModulesReply = pageOf(ModuleReply)

/** What a module or a table is called. */
const Name = z.string().trim().min(1).max(100)
const Description = z.string().trim().max(500)

/** Contract of `POST projects/{id}/modules`. The scope decides where its emissions are counted, and stays. */
export const NewModuleBody = z
  .strictObject({
    name: Name,
    description: Description.default(''),
    scope: ModuleReply.shape.scope,
    s3_category: z.number().int().min(1).max(15).nullable().default(null),
  })
  .refine(({ scope, s3_category: category }) => category === null || scope === 3, {
    path: ['s3_category'],
    message: 'Only scope 3 has categories. Leave it out.',
  })
export type NewModuleBody = z.infer<typeof NewModuleBody>

/** Contract of `PATCH tables/{id}` and of templates: what is left out stays. */
export const NamesBody = z
  .strictObject({ name: Name.optional(), description: Description.optional() })
  .refine((body) => Object.keys(body).length > 0, 'Send a name or a description.')
export type NamesBody = z.infer<typeof NamesBody>

/** Contract of `PATCH modules/{id}`: what is left out stays. */
export const ModuleBody = z
  .strictObject({
    name: Name.optional(),
    description: Description.optional(),
    /** Null: what follows from scope and category. A module of scope 1 is in 1, of scope 2 in 2, of scope 3 in 3 to 6. */
    iso_category: z.enum(ISO_CODES).nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'Send a name, a description or a category of ISO 14064-1.')
export type ModuleBody = z.infer<typeof ModuleBody>

/** Contract of `POST modules/{id}/tables`: a table without fields. */
export const NewTableBody = z.strictObject({ name: Name, description: Description.default('') })
export type NewTableBody = z.infer<typeof NewTableBody>

/** Contract of `POST modules/{id}/position` and `POST tables/{id}/position`. Null: before all. */
export const PlaceBody = z.strictObject({ behind: z.guid().nullable() })

/** What was taken out of a project or of a module, and can come back. */
export const RetiredReply = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) })
export type RetiredReply = z.infer<typeof RetiredReply>
