import { z } from 'zod'
import { DECLARED_STATES } from '../boundary/declaration.ts'
import { SCOPE_3_CATEGORIES } from '../boundary/scope3Categories.ts'
import { Gap } from './gap.ts'

/** Contracts of `cycles/{id}/declarations`: what is left out of an inventory, does not exist or is zero, and why. */

const MOST_SOURCES = 200

const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])
const Category = z.literal(SCOPE_3_CATEGORIES)

const Reason = z.string().trim().min(1, 'Give the reason: readers of the report ask for it.').max(1000)

export const Declaration = z.strictObject({
  state: z.enum(DECLARED_STATES),
  reason: Reason,
  /** Of what is excluded: how much of the whole inventory it might be, in percent. */
  estimated_percent: z.number().min(0).max(100).nullable().default(null),
})
export type Declaration = z.infer<typeof Declaration>

/** Contract of `PATCH cycles/{id}/declarations`, while it is not locked. What is not named stays as it is. */
export const DeclarationsBody = z.strictObject({
  sources: z
    .array(
      z.strictObject({
        scope: Scope,
        /** Of scope 3, where it belongs to one. */
        s3_category: Category.nullable().default(null),
        /** Of a source within a scope or category; empty: the whole category. */
        name: z.string().trim().max(200).default(''),
        /** Null: nothing is declared any more. */
        declaration: Declaration.nullable(),
      }),
    )
    .min(1)
    .max(MOST_SOURCES),
})
export type DeclarationsBody = z.infer<typeof DeclarationsBody>

/**
 * `counted`: rows have results. Else what is declared, or `unknown`; `hidden`: it has, or may have, amounts that you may not
 * read.
 */
export const CATEGORY_STATES = ['counted', ...DECLARED_STATES, 'unknown', 'hidden'] as const

export const DeclarationsReply = z.object({
  cycle_id: z.guid(),
  /** The fifteen of scope 3. */
  categories: z.array(
    z.object({
      s3_category: Category,
      state: z.enum(CATEGORY_STATES),
      /** Kilograms of CO2e in the totals; null: no row has a result. */
      co2e_kg: z.number().nullable(),
      declaration: Declaration.nullable(),
      /** It is declared, and rows have amounts all the same: one of the two is wrong. */
      is_contradicted: z.boolean(),
    }),
  ),
  /** Sources within scopes and categories, by scope and name. */
  sources: z.array(
    z.object({
      scope: Scope,
      s3_category: Category.nullable(),
      name: z.string(),
      declaration: Declaration,
    }),
  ),
})
export type DeclarationsReply = z.infer<typeof DeclarationsReply>

/** Of a month in which a source has no row. */
export const GapDeclaration = z.strictObject({ state: z.enum(DECLARED_STATES), reason: Reason })
export type GapDeclaration = z.infer<typeof GapDeclaration>

/**
 * Contract of `PATCH cycles/{id}/declared_gaps`, while it is not locked. A declaration is in force as long as the row is
 * missing; `GET cycles/{id}/completeness` tells those that are.
 */
export const DeclaredGapsBody = z.strictObject({
  gaps: z
    .array(
      Gap.extend({
        table_id: z.guid(),
        /** Null: nothing is declared any more, and the month is unknown. */
        declaration: GapDeclaration.nullable(),
      }),
    )
    .min(1)
    .max(MOST_SOURCES),
})
export type DeclaredGapsBody = z.infer<typeof DeclaredGapsBody>
