import { z } from 'zod'
import type { EmissionFactor } from '../emissions/emissionFactor.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `GET factors` (search and filters) and `GET factors/{id}`. */
export const FactorsQuery = z.strictObject({
  ...PAGE_QUERY,
  /** Words that must all occur in name, path, table or geography. */
  search: z.string().trim().min(1).max(200).optional(),
  'filter[factor_set]': z.string().max(100).optional(),
  'filter[publisher]': z.string().max(200).optional(),
  'filter[year]': z.coerce.number().int().min(1990).max(2100).optional(),
  'filter[scope]': z.coerce.number().int().min(1).max(3).optional(),
  'filter[geography]': z.string().max(100).optional(),
  /** Denominator in our unit syntax. */
  'filter[unit]': z.string().max(100).optional(),
  /** Only factors that formulas can use (true) or cannot (false). */
  'filter[usable]': z.enum(['true', 'false']).optional(),
})
export type FactorsQuery = z.infer<typeof FactorsQuery>

/** A factor in the form that formulas read. */
export const ComputableFactor = z.custom<EmissionFactor>((value) => typeof value === 'object' && value !== null)

export const FactorReply = z.object({
  id: z.string(),
  name: z.string(),
  path: z.array(z.string()),
  /** Denominator in our unit syntax; null when the factor cannot be used. */
  unit: z.string().nullable(),
  scope: z.number().int().nullable(),
  year: z.number().int(),
  geography: z.string(),
  factor_set: z.object({
    id: z.string(),
    publisher: z.string(),
    title: z.string(),
    edition: z.string(),
    licence: z.string(),
    url: z.string().nullable(),
  }),
  /** Table and row (cell range) of the publication. */
  table: z.string(),
  row: z.string(),
  gwp_basis: z.string().nullable(),
  /** Ready for computing; null with `unusable_reason` otherwise. */
  normalised: ComputableFactor.nullable(),
  unusable_reason: z.string().nullable(),
})
export type FactorReply = z.infer<typeof FactorReply>

/** With the record exactly as published. */
export const FactorDetailReply = FactorReply.extend({ published: z.record(z.string(), z.unknown()) })
export type FactorDetailReply = z.infer<typeof FactorDetailReply>

export const FactorsReply = pageOf(FactorReply)
