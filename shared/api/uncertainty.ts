import { z } from 'zod'
import { QUALITY_GRADES } from '../uncertainty/grades.ts'
import { UNCERTAINTY_METHODS } from '../uncertainty/aggregate.ts'

/** Contract of `GET cycles/{id}/uncertainty`: how sure the totals are, as far as the caller may read what says so. */
export const UncertaintyQuery = z.strictObject({
  /**
   * `lognormal`: pedigree, an interval that is wider upwards; `approach1`: propagation of errors of IPCC 2006, volume 1,
   * chapter 3, an interval that is as wide on both sides.
   */
  method: z.enum(UNCERTAINTY_METHODS).default('lognormal'),
})
export type UncertaintyQuery = z.infer<typeof UncertaintyQuery>

const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])

export const UncertaintyFigures = z.object({
  /** Kilograms of CO2e of all rows with a result; null without any. */
  co2e_kg: z.number().nullable(),
  /** Of these: of rows whose activity or factor is assessed. */
  assessed_kg: z.number(),
  /** Of these: of rows in which one of both is not, so that the interval is too narrow. */
  partly_assessed_kg: z.number(),
  /** `assessed_kg` in percent of `co2e_kg`; null when that is nothing, or below nothing. */
  assessed_percent: z.number().nullable(),
  /** 95 % interval of `assessed_kg`. Null: nothing is assessed; that is unknown, and not exact. */
  interval: z
    .object({
      low_kg: z.number(),
      high_kg: z.number(),
      /** Half-width in percent of the amount; with `lognormal` of the upper half, which is the wider one. */
      range_percent: z.number(),
      /** The factor of the interval. */
      gsd2: z.number(),
      grade: z.enum(QUALITY_GRADES),
    })
    .nullable(),
})
export type UncertaintyFigures = z.infer<typeof UncertaintyFigures>

/** One cell, one factor, or the rate of one instrument, with its share of the variance of the total. */
const Contribution = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('activity'),
    /** From 0 to 1. */
    share: z.number(),
    co2e_kg: z.number(),
    gsd2: z.number(),
    table_id: z.guid(),
    table_name: z.string(),
    module_name: z.string(),
    row_id: z.string(),
    /** The first texts of the row that the caller may read. */
    texts: z.array(z.string()),
    site_name: z.string().nullable(),
    month: z.string().nullable(),
    /** Key of the field whose cell says how sure the row is; null where only the table does. */
    field_key: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('factor'),
    share: z.number(),
    /** Of all rows that use it. */
    co2e_kg: z.number(),
    gsd2: z.number(),
    factor_id: z.string(),
    name: z.string(),
    rows: z.number().int(),
  }),
  z.object({
    kind: z.literal('rate'),
    share: z.number(),
    /** Of all energy that the instrument covers. */
    co2e_kg: z.number(),
    gsd2: z.number(),
    instrument_id: z.guid(),
    name: z.string(),
  }),
])
export type UncertaintyContribution = z.infer<typeof Contribution>

export const CycleUncertainty = z.object({
  cycle_id: z.guid(),
  method: z.enum(UNCERTAINTY_METHODS),
  total: UncertaintyFigures,
  by_scope: z.array(UncertaintyFigures.extend({ scope: Scope })),
  /** Scopes 1 and 2, location-based. */
  scope12: UncertaintyFigures,
  /**
   * By what was bought: scope 2, scopes 1 and 2, and everything. Activities are wrong by what no certificate or contract
   * covers, and the rate of an instrument by all that it covers. Null: for who may not read all of scope 2.
   */
  market_based: z
    .object({
      scope2: UncertaintyFigures,
      scope12: UncertaintyFigures,
      total: UncertaintyFigures,
      /** As `improve_first`, by the variance of this total. */
      improve_first: z.array(Contribution),
    })
    .nullable(),
  by_category: z.array(UncertaintyFigures.extend({ s3_category: z.number().int() })),
  by_module: z.array(
    UncertaintyFigures.extend({
      module_id: z.guid(),
      name: z.string(),
      scope: Scope,
    }),
  ),
  by_site: z.array(UncertaintyFigures.extend({ site: z.string().nullable(), name: z.string().nullable() })),
  /** What to make surer first, location-based: at most ten cells and factors, by their shares of the variance of the total. */
  improve_first: z.array(Contribution),
  /**
   * Tables in whose totals the caller may read, but not all that says how sure they are, or which factors their rows use:
   * here they are not assessed.
   */
  hidden_tables: z.number().int(),
})
export type CycleUncertainty = z.infer<typeof CycleUncertainty>
