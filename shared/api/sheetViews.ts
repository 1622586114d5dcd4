import { z } from 'zod'
import { ViewDefinition } from '../views/viewDefinition.ts'

const Name = z.string().trim().min(1).max(100)

/** Contract of `GET tables/{id}/views`: the views that the caller made and those that are shared, as far as they may read their columns. */
export const SheetViewReply = z.object({
  id: z.string(),
  name: z.string(),
  shared: z.boolean(),
  definition: ViewDefinition,
})
export type SheetViewReply = z.infer<typeof SheetViewReply>

export const SheetViewsReply = z.object({
  data: z.array(SheetViewReply),
  /** Id of the view that the caller begins with; null when they have chosen none. */
  my_default: z.string().nullable(),
  /** Id of the view that everybody else begins with. */
  table_default: z.string().nullable(),
})
export type SheetViewsReply = z.infer<typeof SheetViewsReply>

/** Contract of `POST tables/{id}/views`. */
export const NewSheetViewBody = z.strictObject({
  name: Name,
  /** With all who read the table; for who manages it. */
  shared: z.boolean().default(false),
  definition: ViewDefinition,
})
export type NewSheetViewBody = z.infer<typeof NewSheetViewBody>

/** Contract of `PATCH tables/{id}/views/{view_id}`. What is left out stays. */
export const SheetViewBody = z
  .strictObject({ name: Name.optional(), definition: ViewDefinition.optional() })
  .refine((body) => Object.keys(body).length > 0, 'Send at least one of name and definition.')
export type SheetViewBody = z.infer<typeof SheetViewBody>

/** Contract of `POST tables/{id}/default_view`. Null: none. */
export const DefaultViewBody = z.strictObject({
  view_id: z.guid().nullable(),
  /** Who begins with it: the caller, or everybody who has chosen none (for who manages the table; a shared view). */
  for: z.enum(['me', 'everybody']),
})
export type DefaultViewBody = z.infer<typeof DefaultViewBody>
