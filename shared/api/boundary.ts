import { z } from 'zod'
import { CONSOLIDATIONS, ESRS_GROUPS } from '../boundary/consolidation.ts'

/**
 * Contracts of `cycles/{id}/boundary`: which part of each site belongs to the company (GHG Protocol Corporate Standard,
 * chapter 3), and what follows for the totals. Kilograms of CO2e, unrounded, scope 2 location-based.
 */

const MOST_SITES = 1_000

export const SiteControlBody = z.strictObject({
  /** Economic interest, in percent. */
  ownership_pct: z.number().min(0).max(100),
  financial_control: z.boolean(),
  operational_control: z.boolean(),
})
export type SiteControlBody = z.infer<typeof SiteControlBody>

const Sites = z
  .array(
    z.strictObject({
      /** Option id of the site, as the cells hold it. */
      site: z.string().min(1).max(100),
      /** Null: not stated any more, so the site counts whole. */
      control: SiteControlBody.nullable(),
    }),
  )
  .max(MOST_SITES)

/** Contract of `PATCH cycles/{id}/boundary`, while it is not locked. Sites that are left out stay as they are. */
export const BoundaryBody = z.strictObject({ sites: Sites })
export type BoundaryBody = z.infer<typeof BoundaryBody>

/** Contract of `PATCH projects/{id}/consolidation`: one approach for all cycles that are not locked; null: none. */
export const ConsolidationBody = z.strictObject({ consolidation: z.enum(CONSOLIDATIONS).nullable() })
export type ConsolidationBody = z.infer<typeof ConsolidationBody>
export const ConsolidationReply = z.object({ consolidation: z.enum(CONSOLIDATIONS).nullable() })
export type ConsolidationReply = z.infer<typeof ConsolidationReply>

/** Contract of `POST cycles/{id}/boundary/preview`: both of these, as far as they would change. Nothing is written. */
export const BoundaryPreviewBody = z.strictObject({
  consolidation: z.enum(CONSOLIDATIONS).nullable().optional(),
  sites: Sites.optional(),
})
export type BoundaryPreviewBody = z.infer<typeof BoundaryPreviewBody>

const Kilograms = z.number().nullable()
const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])
const Change = z.object({ before_kg: Kilograms, after_kg: Kilograms })

export const BoundaryPreview = Change.extend({
  by_scope: z.array(Change.extend({ scope: Scope })),
  /** Sites that count otherwise. */
  sites: z.array(
    Change.extend({ site: z.string(), name: z.string(), before_share: z.number(), after_share: z.number() }),
  ),
})
export type BoundaryPreview = z.infer<typeof BoundaryPreview>

/** Contract of `GET cycles/{id}/boundary`: of the sites that you may read. */
export const BoundaryReply = z.object({
  cycle_id: z.guid(),
  project_id: z.guid(),
  /** Of the project, or what the cycle was locked with; null: none was chosen, everything counts whole. */
  consolidation: z.enum(CONSOLIDATIONS).nullable(),
  sites: z.array(
    z.object({
      site: z.string(),
      name: z.string(),
      /** Null: not stated; the site counts whole. */
      control: SiteControlBody.nullable(),
      /** The part that counts, 0 to 1. */
      share: z.number(),
      /** All emissions of the site, and the part that counts. */
      co2e_kg: Kilograms,
      counted_kg: Kilograms,
    }),
  ),
  /** Rows that name no site count whole. */
  without_site_kg: Kilograms,
  /**
   * As ESRS E1 paragraph 50 asks, whatever the approach is: the accounting group, investees under operational control apart from
   * it, and what is neither; each of them whole.
   */
  esrs: z.array(
    z.object({
      group: z.enum(ESRS_GROUPS),
      co2e_kg: Kilograms,
      by_scope: z.array(z.object({ scope: Scope, co2e_kg: Kilograms })),
    }),
  ),
})
export type BoundaryReply = z.infer<typeof BoundaryReply>
