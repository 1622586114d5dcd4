import { z } from 'zod'
import type { EmissionFactor } from '../emissions/emissionFactor.ts'
import { GWP_SETS } from '../emissions/gas.ts'
import { LACKING_GASES } from '../emissions/lackingGases.ts'
import { CUSTOM_FACTOR_STATUSES, CustomFactorReply } from './customFactors.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `GET factors` (search and filters), `GET factors/facets` and `GET factors/{id}`. */

/** How a factor was published: gas by gas, or as CO2e of one GWP set only. */
export const FACTOR_BASES = ['gases', ...GWP_SETS, 'unstated'] as const
export type FactorBasis = (typeof FACTOR_BASES)[number]

/** A factor was published, or is a custom one on its way. */
export const FACTOR_STATUSES = ['published', ...CUSTOM_FACTOR_STATUSES] as const

const MOST_CHOICES = 50

/** Several values, joined by commas; any of them will do. */
const anyOf = <Item extends z.ZodType<string | number, string>>(item: Item) =>
  z
    .string()
    .min(1)
    .max(2000)
    .transform((text) => text.split(','))
    .pipe(z.array(item).max(MOST_CHOICES))

const FACTOR_FILTERS = {
  /** Words that must all occur in name, path, table, geography, publisher or year, or be the unit. */
  search: z.string().trim().min(1).max(200).optional(),
  'filter[factor_set]': anyOf(z.string().max(100)).optional(),
  'filter[publisher]': z.string().max(200).optional(),
  'filter[year]': z.coerce.number().int().min(1990).max(2100).optional(),
  'filter[scope]': anyOf(z.coerce.number<string>().int().min(1).max(3)).optional(),
  'filter[geography]': anyOf(z.string().max(100)).optional(),
  /** Denominator in our unit syntax. */
  'filter[unit]': z.string().max(100).optional(),
  'filter[basis]': anyOf(z.enum(FACTOR_BASES)).optional(),
  'filter[status]': anyOf(z.enum(FACTOR_STATUSES)).optional(),
  /** Only factors that formulas can use (true) or cannot (false). */
  'filter[usable]': z.enum(['true', 'false']).optional(),
}

export const FactorsQuery = z.strictObject({
  ...PAGE_QUERY,
  ...FACTOR_FILTERS,
  /** Best match first, or by name. Without it: by match where something is searched. */
  sort: z.enum(['match', 'name']).optional(),
  /** Factors of this edition year come first among equal matches. */
  near_year: z.coerce.number().int().min(1990).max(2100).optional(),
  /** By which `co2e_kg` is computed. */
  gwp_set: z.enum(GWP_SETS).default('AR6'),
})
export type FactorsQuery = z.infer<typeof FactorsQuery>

export const FacetsQuery = z.strictObject(FACTOR_FILTERS)
export type FacetsQuery = z.infer<typeof FacetsQuery>

/** How many factors each choice would leave, the other filters as they are. */
export const FacetsReply = z.object({
  /** Factors that all filters leave, and all that there are. */
  found: z.number().int(),
  all: z.number().int(),
  factor_sets: z.array(
    z.object({
      id: z.string(),
      publisher: z.string(),
      title: z.string(),
      edition: z.string(),
      year: z.number().int(),
      count: z.number().int(),
    }),
  ),
  scopes: z.array(z.object({ scope: z.number().int(), count: z.number().int() })),
  geographies: z.array(z.object({ geography: z.string(), count: z.number().int() })),
  bases: z.array(z.object({ basis: z.enum(FACTOR_BASES), count: z.number().int() })),
  statuses: z.array(z.object({ status: z.enum(FACTOR_STATUSES), count: z.number().int() })),
})
export type FacetsReply = z.infer<typeof FacetsReply>

/** A factor in the form that formulas read: `EmissionFactor`, which says what its keys mean. Masses in kg per `unit`. */
export const ComputableFactor: z.ZodType<EmissionFactor, EmissionFactor> = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  gasesKg: z.record(z.string(), z.number()),
  co2eOnlyKg: z.number().nullable(),
  co2eOnlyGwp: z.enum(GWP_SETS).nullable(),
  biogenicCo2Kg: z.number().nullable(),
  avoidedOnly: z.literal(true).exactOptional(),
  marketOnly: z.literal(true).exactOptional(),
  outsideScopes: z.object({ instead: z.string().nullable() }).exactOptional(),
  memo: z
    .object({
      gasesKg: z.record(z.string(), z.number()),
      co2eKg: z.number().nullable(),
      insideKg: z.number().nullable(),
    })
    .exactOptional(),
  lacks: z.array(z.enum(LACKING_GASES)).exactOptional(),
  approval: z.enum(['draft', 'submitted', 'retired']).exactOptional(),
  publisher: z.string(),
  dataset: z.string(),
  edition: z.string(),
  table: z.string(),
  row: z.string(),
  year: z.number(),
  geography: z.string(),
  licence: z.string(),
})

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
  /** What its publisher says that it is for, where it is not for every inventory. */
  use: z.string().nullable(),
  /** The factor by which its publisher replaced this one; of a custom factor its newest approved version. */
  superseded_by: z.string().nullable(),
  status: z.enum(FACTOR_STATUSES),
})
export type FactorReply = z.infer<typeof FactorReply>

/** With kilograms of CO2e per unit by the GWP set that was asked for; null when nothing in the scopes was published. */
export const ListedFactorReply = FactorReply.extend({
  co2e_kg: z.number().nullable(),
  /** Kilograms of CO2e per unit of gases outside the scopes, counted as a memo; null: it has none, or does not say how much. */
  memo_kg: z.number().nullable(),
})
export type ListedFactorReply = z.infer<typeof ListedFactorReply>

/** Where the caller's organisation computes with a factor, as far as they may read it. */
export const FactorUseReply = z.object({
  table_id: z.guid(),
  table: z.string(),
  cycle_id: z.guid(),
  cycle: z.string(),
  rows: z.number().int(),
})
export type FactorUseReply = z.infer<typeof FactorUseReply>

/** With the gases behind it, the record exactly as published, the same row in other editions, and where it is used. */
export const FactorDetailQuery = z.strictObject({ gwp_set: z.enum(GWP_SETS).default('AR6') })

export const FactorDetailReply = ListedFactorReply.extend({
  /** Kilograms of each gas per unit, and of CO2e; what was published only as CO2e is no gas. */
  gases: z.array(z.object({ gas: z.string(), kg: z.number(), co2e_kg: z.number() })),
  published: z.record(z.string(), z.unknown()),
  /** This one too, oldest first; what a publisher corrected stands before its correction. */
  editions: z.array(ListedFactorReply),
  uses: z.array(FactorUseReply),
  /** Of a custom factor what was said of it, by whom, and what the caller may do; null of a published one. */
  custom: CustomFactorReply.nullable(),
})
export type FactorDetailReply = z.infer<typeof FactorDetailReply>

export const FactorsReply = pageOf(ListedFactorReply)
