import { z } from 'zod'

/** How scope 2 is counted: by the grid, or by what was bought (GHG Protocol Scope 2 Guidance, chapter 4). */
export const SCOPE_BASES = ['location', 'market'] as const
export const ScopeBasis = z.enum(SCOPE_BASES)
export type ScopeBasis = (typeof SCOPE_BASES)[number]

export const Scope = z.union([z.literal(1), z.literal(2), z.literal(3)])

/** Scopes of a figure, each once, in order. */
export const Scopes = z
  .array(Scope)
  .min(1)
  .max(3)
  .transform((scopes) => [...new Set(scopes)].sort((a, b) => a - b))

/** The same in an address: `1,2`. */
export const ScopesQuery = z
  .string()
  .regex(/^[123](,[123]){0,2}$/, 'Name scopes as 1,2 or 1,2,3.')
  .transform((text) => Scopes.parse(text.split(',').map(Number)))

/** Emissions of a cycle over some scopes in one basis. */
export const ScopeFigure = z.object({
  /** Kilograms of CO2e, unrounded; null when no row knows any, or when it may not be read. */
  co2e_kg: z.number().nullable(),
  /** Something in these scopes is not yours to read, so there is no sum: of what is left it would be another figure. */
  is_hidden: z.boolean(),
  /** Rows that are not in it yet; null when it may not be read. */
  incomplete_rows: z.number().int().nullable(),
})
export type ScopeFigure = z.infer<typeof ScopeFigure>

/** A cycle in its latest version, as a year of a series. */
export const YearOfCycle = z.object({
  id: z.guid(),
  name: z.string(),
  starts_on: z.string(),
  ends_on: z.string(),
  /** The calendar year that holds the greater part of it. */
  year: z.number().int(),
  status: z.enum(['open', 'in_review', 'locked']),
})
export type YearOfCycle = z.infer<typeof YearOfCycle>
