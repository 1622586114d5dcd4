import { z } from 'zod'
import { CONSOLIDATIONS } from '../boundary/consolidation.ts'
import { GWP_SETS } from '../emissions/gas.ts'
import { ISO_CATEGORIES, ISO_CODES } from '../emissions/isoCategories.ts'
import { LACKING_GASES } from '../emissions/lackingGases.ts'
import { CYCLE_STATUSES } from './cycles.ts'

/** Contract of `GET cycles/{id}/emissions`: the totals of a cycle, as far as the caller may read its modules. */

/** Narrows every figure of the reply; several filters must all hold. */
export const EmissionsQuery = z.strictObject({
  module_id: z.guid().optional(),
  table_id: z.guid().optional(),
  /** Option id of the site, as the cells hold it. */
  site: z.string().min(1).max(100).optional(),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional(),
  scope: z.coerce.number().int().min(1).max(3).optional(),
})
export type EmissionsQuery = z.infer<typeof EmissionsQuery>

/** Sums over a group of rows. Nothing is rounded; a null amount means that no row of the group has a result yet. */
export const EmissionFigures = z.object({
  /** Kilograms of CO2e by the cycle's GWP set, biogenic CO2 left out. */
  co2e_kg: z.number().nullable(),
  /** The same in tonnes. */
  co2e_t: z.number().nullable(),
  /** Kilograms of biogenic CO2, reported outside the scopes; null when no row has any. */
  biogenic_co2_kg: z.number().nullable(),
  /** Of `co2e_kg`, what is of rows that do not know every gas (`partial`); these emit more than is counted. */
  partial_kg: z.number(),
  partial_rows: z.number().int(),
  /** Rows that exist (deleted rows are left out). */
  rows: z.number().int(),
  /** Rows in which something required is missing. Their emissions are unknown, not zero. */
  incomplete_rows: z.number().int(),
  /** Cells that show an error. */
  errors: z.number().int(),
  /** When the last edit of these rows was taken into the totals (ISO 8601); null without rows. */
  last_edit_at: z.string().nullable(),
})
export type EmissionFigures = z.infer<typeof EmissionFigures>

const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])

const ScopeFigures = EmissionFigures.extend({ scope: Scope })
const ScopeAmount = z.object({ scope: Scope, co2e_kg: z.number().nullable() })

/** Kilograms of CO2e with scope 2 by the grid, and by the contracts of the company. */
const MethodAmounts = z.object({ location_based_kg: z.number().nullable(), market_based_kg: z.number().nullable() })

export const CycleEmissions = z.object({
  cycle_id: z.guid(),
  project_id: z.guid(),
  name: z.string(),
  status: z.enum(CYCLE_STATUSES),
  gwp_set: z.enum(GWP_SETS),
  factor_year: z.number().int(),
  /** How sites are consolidated in every figure of the reply; null: none was chosen, everything counts whole. */
  consolidation: z.enum(CONSOLIDATIONS).nullable(),
  /** Sites in the totals of which nothing is stated: they count whole. Empty without an approach. */
  not_stated: z.array(z.object({ site: z.string(), name: z.string() })),
  total: EmissionFigures,
  /** Same as `total.incomplete_rows`: how many rows the total does not know yet. */
  incomplete_rows: z.number().int(),
  /**
   * What of the total rests on another GWP set than `gwp_set`: factors that were published only as CO2e cannot be
   * re-based. By the publisher's set (null where none is stated), largest first; empty when the total is of one set.
   */
  other_gwp: z.array(
    z.object({
      gwp_set: z.enum(GWP_SETS).nullable(),
      co2e_kg: z.number(),
      /** Rows with such a factor. */
      rows: z.number().int(),
    }),
  ),
  /**
   * What of the total is of factors that do not give every gas of their activity (CO2 alone for a fuel or a grid): the gases
   * that are not known, and so are in no total. Largest first; empty when all of them are known.
   */
  partial: z.array(
    z.object({
      gases: z.array(z.enum(LACKING_GASES)),
      co2e_kg: z.number(),
      /** Rows with such a factor. */
      rows: z.number().int(),
    }),
  ),
  /**
   * CO2e of gases that are no part of an inventory (CFC, HCFC and others outside the Kyoto basket): reported beside the scopes, and
   * in no other figure of this reply (GHG Protocol Corporate Standard, chapter 9). Null when no row has any.
   */
  memo: z.object({ co2e_kg: z.number(), rows: z.number().int() }).nullable(),
  /** Always the three scopes, in order. */
  by_scope: z.array(ScopeFigures),
  /** Scope 2 both ways. Market-based is null for who may not read all energy that instruments cover. */
  scope_2: MethodAmounts,
  /** Scopes 1 and 2, and all three, both ways. The two methods are never added to each other. */
  totals: z.object({ scopes_1_2: MethodAmounts, scopes_1_2_3: MethodAmounts }),
  /** Scope 3 by category of the GHG Protocol (1 to 15). */
  by_category: z.array(
    EmissionFigures.extend({
      s3_category: z.number().int(),
      /**
       * Which part of it rests on data of suppliers and other partners, from 0 to 1 (Scope 3 Standard, chapter 11.1). Null: no
       * table of the category says whose figures it has, or not all of that is yours to read.
       */
      primary_share: z.number().nullable(),
    }),
  ),
  /**
   * By the categories of ISO 14064-1:2018, always the six in order; scope 2 location-based is in category 2, biogenic CO2 stands
   * apart. A locked cycle keeps the categories that its modules had.
   */
  by_iso_category: z.array(EmissionFigures.extend({ iso_category: z.literal(ISO_CATEGORIES) })),
  /** Every readable module of the project, also one without rows. */
  by_module: z.array(
    EmissionFigures.extend({
      module_id: z.guid(),
      key: z.string(),
      name: z.string(),
      scope: Scope,
      s3_category: z.number().int().nullable(),
      /** "4" or "4.3". */
      iso_category: z.enum(ISO_CODES),
    }),
  ),
  by_table: z.array(
    EmissionFigures.extend({
      table_id: z.guid(),
      module_id: z.guid(),
      key: z.string(),
      name: z.string(),
      /** Whether the table has a result that counts; a table for information has none. */
      counts: z.boolean(),
    }),
  ),
  /** Months in order; null stands for rows without a month. */
  by_month: z.array(EmissionFigures.extend({ month: z.string().nullable(), by_scope: z.array(ScopeAmount) })),
  /** Sites by option id; null stands for rows without a site. `name` is the option's label. */
  by_site: z.array(
    EmissionFigures.extend({
      site: z.string().nullable(),
      name: z.string().nullable(),
      /** The part of the site that counts, 0 to 1; the amounts have it already. */
      share: z.number(),
      by_scope: z.array(ScopeAmount),
    }),
  ),
  /** Kilograms of CO2e by gas or group of gases ("CO2", "CH4", "N2O", "HFC", ..., "other"). */
  by_gas: z.array(z.object({ gas: z.string(), co2e_kg: z.number() })),
})
export type CycleEmissions = z.infer<typeof CycleEmissions>
