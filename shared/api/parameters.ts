import { z } from 'zod'
import { PARAMETER_KINDS } from '../parameters/parameter.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `parameters`: what leads from one quantity to another, with its source. */

export const PARAMETER_YEARS = [1990, 2100] as const
const MOST_VALUES = 120

const text = (most: number) => z.string().trim().max(most)
const Key = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'Small letters, digits and _, starting with a letter, up to 60.')
const Year = z.number().int().min(PARAMETER_YEARS[0]).max(PARAMETER_YEARS[1])
const Value = z.number().positive('More than zero.').max(1e15)

/** Contract of `POST parameters/{id}/values`: the value of a year, in place of the one that it may have. */
export const ParameterValueBody = z.strictObject({
  year: Year,
  value: Value,
  /** Document, edition and table. */
  source: text(500).min(1, 'Say where it is published: document, edition, table.'),
  source_url: text(1000).default(''),
})
export type ParameterValueBody = z.infer<typeof ParameterValueBody>

/** Contract of `POST parameters`. Formulas name its key; without one it gets one from its name. */
export const NewParameterBody = z.strictObject({
  name: text(200).min(1, 'Give it a name.'),
  key: Key.optional(),
  kind: z.enum(PARAMETER_KINDS),
  /** Such as `kg/L`, `kWh(HHV)/Sm3`, `USD/EUR`, `USD@2022/USD@2024`. It stays so. */
  unit: text(100).min(1, 'Say the unit, such as kg/L.'),
  values: z.array(ParameterValueBody).max(MOST_VALUES).default([]),
})
export type NewParameterBody = z.infer<typeof NewParameterBody>

/** Contract of `PATCH parameters/{id}`. Formulas name the key, which stays. */
export const ParameterBody = z.strictObject({ name: text(200).min(1, 'Give it a name.') })
export type ParameterBody = z.infer<typeof ParameterBody>

export const ParametersQuery = z.strictObject({
  ...PAGE_QUERY,
  'filter[kind]': z.enum(PARAMETER_KINDS).optional(),
})
export type ParametersQuery = z.infer<typeof ParametersQuery>

/** What formulas read of a parameter. */
export const ComputableParameter = z.strictObject({
  key: z.string(),
  name: z.string(),
  kind: z.enum(PARAMETER_KINDS),
  unit: z.string(),
  values: z.array(z.strictObject({ year: z.number().int(), value: z.number(), source: z.string() })),
})
export type ComputableParameter = z.infer<typeof ComputableParameter>

export const ParameterReply = z.object({
  id: z.guid(),
  key: z.string(),
  name: z.string(),
  kind: z.enum(PARAMETER_KINDS),
  unit: z.string(),
  /** Newest year first. */
  values: z.array(
    z.object({
      year: z.number().int(),
      value: z.number(),
      source: z.string(),
      source_url: z.string(),
      /** ISO 8601. */
      made_at: z.string(),
      made_by: z.object({ id: z.guid(), name: z.string() }).nullable(),
    }),
  ),
  /** Formulas that name it; it stays as long as there are some. */
  formulas: z.number().int(),
})
export type ParameterReply = z.infer<typeof ParameterReply>

/** By name. */
export const ParametersReply = pageOf(ParameterReply)

export const PublishedParametersQuery = z.strictObject({
  ...PAGE_QUERY,
  /** Words of its name. */
  search: z.string().trim().max(100).optional(),
})
export type PublishedParametersQuery = z.infer<typeof PublishedParametersQuery>

/** A heating value as published with a factor; to be kept as a parameter. */
export const PublishedParameterReply = z.object({
  /** Of the factor that it is published with. */
  factor_id: z.string(),
  name: z.string(),
  kind: z.enum(PARAMETER_KINDS),
  unit: z.string(),
  year: z.number().int(),
  value: z.number(),
  source: z.string(),
  source_url: z.string(),
})
export type PublishedParameterReply = z.infer<typeof PublishedParameterReply>

export const PublishedParametersReply = pageOf(PublishedParameterReply)
