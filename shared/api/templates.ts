import { z } from 'zod'
import { CALCULATION_METHODS } from '../templates/calculationMethod.ts'
import { TEMPLATE_LANGUAGES } from '../templates/templateLanguage.ts'
import { CopyNote } from './copies.ts'
import { NamesBody } from './modules.ts'
import { FieldReply } from './tables.ts'

const Name = z.string().trim().min(1).max(100)
const Description = z.string().trim().max(500).default('')

export const TEMPLATE_KINDS = ['table', 'field'] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

/** What ready-made tables are told in; own ones are in the words of who keeps them. */
const Language = z.enum(TEMPLATE_LANGUAGES).default('en')

export const TemplatesQuery = z.strictObject({
  'filter[kind]': z.enum(TEMPLATE_KINDS).optional(),
  language: Language,
})

export const TemplateReply = z.object({
  /** A UUID, or `builtin:…` for those that come with the program. */
  id: z.string(),
  kind: z.enum(TEMPLATE_KINDS),
  name: z.string(),
  description: z.string(),
  /** Of a built-in one: which publication its factors are of, and why that one. */
  source: z.string().nullable(),
  /** Of a built-in one: the categories of scope 3 (1 to 15) that it is for; none for scopes 1 and 2. */
  categories: z.array(z.number().int()),
  /** Of a built-in one: how its result is worked out, in the terms of the GHG Protocol. */
  method: z.enum(CALCULATION_METHODS).nullable(),
  /** Of a built-in one: what belongs elsewhere in the inventory, and would be counted twice here. */
  not_twice: z.string().nullable(),
  /** Of a built-in one: parameters that its formulas ask for. They have to be there before a table is made of it. */
  parameters: z.array(z.object({ key: z.string(), unit: z.string() })),
  /** Who made it; null for built-in ones. */
  made_by: z.string().nullable(),
  /** Whether the caller may give it another name or retire it. */
  can_change: z.boolean(),
  fields: z.array(FieldReply.pick({ key: true, name: true, type: true, unit: true, formula: true, role: true })),
})
export type TemplateReply = z.infer<typeof TemplateReply>

/** Contract of `GET templates`: all there are, by name; those that come with the program first. */
export const TemplatesReply = z.object({ data: z.array(TemplateReply) })
export type TemplatesReply = z.infer<typeof TemplatesReply>

/** Contract of `POST templates`: a table, or one field of it, is kept. */
export const NewTemplateBody = z.strictObject({
  name: Name,
  description: Description,
  table_id: z.guid(),
  /** Null: the table with all its fields. */
  field_id: z.guid().nullable().default(null),
})
export type NewTemplateBody = z.infer<typeof NewTemplateBody>

/** `notes`: what does not come along. */
export const NewTemplateReply = z.object({ template: TemplateReply, notes: z.array(CopyNote) })
export type NewTemplateReply = z.infer<typeof NewTemplateReply>

/** Contract of `PATCH templates/{id}`. */
export const TemplateBody = NamesBody

/** Contract of `POST modules/{id}/tables/from_template`. */
export const TableFromTemplateBody = z.strictObject({
  template_id: z.string().min(1).max(100),
  name: Name,
  /** The template's own without it. */
  description: z.string().trim().max(500).optional(),
  /** Of a ready-made table: what its columns are called in. */
  language: Language,
})
export type TableFromTemplateBody = z.infer<typeof TableFromTemplateBody>

/** Contract of `POST tables/{id}/fields/from_template`. */
export const FieldFromTemplateBody = z.strictObject({
  template_id: z.string().min(1).max(100),
  name: Name,
  /** Id of the field that it stands behind; at the end when it is left out. */
  behind: z.guid().optional(),
})
export type FieldFromTemplateBody = z.infer<typeof FieldFromTemplateBody>
