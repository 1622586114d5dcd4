import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of what differs in the inputs of two runs of a cycle, for who may read everything in both. */

/** What a run froze, as its files are called: the settings of the cycle first, its rows last. */
export const INPUT_KINDS = [
  'cycle',
  'modules',
  'tables',
  'fields',
  'gwp',
  'units',
  'factors',
  'parameters',
  'instruments',
  'allocations',
  'sites',
  'declarations',
  'declared_gaps',
  'estimates',
  'assessments',
  'choices',
  'evidence',
  'rows',
] as const
export type InputKind = (typeof INPUT_KINDS)[number]

const With = z.guid()

/** `with`: the run before, of the same cycle. */
export const RunComparisonQuery = z.object({ with: With })

export const RunChangesQuery = z.object({ ...PAGE_QUERY, with: With, kind: z.enum(INPUT_KINDS) })

const Count = z.number().int()

/** Contract of `GET runs/{id}/comparison`. */
export const RunComparison = z.object({
  /** Kinds of which something differs. */
  data: z.array(z.object({ kind: z.enum(INPUT_KINDS), added: Count, changed: Count, removed: Count })),
  /** What the results of rows differ by, in kilograms of CO2e; null: one of both runs keeps no rows. */
  rows: z
    .object({
      /** Of rows that came, went or hold something else, as far as their results are known. */
      changed_kg: z.number(),
      /** Of rows that hold the same: by factors, formulas, parameters or settings. */
      same_kg: z.number(),
      /** Rows whose result only one of both knows; they are in neither sum. */
      unknown: Count,
    })
    .nullable(),
})
export type RunComparison = z.infer<typeof RunComparison>

const Value = z.union([z.string(), z.number(), z.boolean()]).nullable()

const RunChange = z.object({
  change: z.enum(['added', 'changed', 'removed']),
  /** What it is called, as the run that has it last says; of a row its site and month, or its id when it has neither. */
  name: z.string(),
  table_id: z.string().nullable(),
  row_id: z.string().nullable(),
  /** What differs: a property by its path, or a cell by the key of its field. Lists are JSON; null: it was not there. */
  values: z.array(z.object({ path: z.string(), before: Value, after: Value })),
  /** Of a row: what its result differs by, in kilograms of CO2e. Null: not of a row, or not known in both. */
  effect_kg: z.number().nullable(),
})
export type RunChange = z.infer<typeof RunChange>

/** Contract of `GET runs/{id}/changes`. */
export const RunChangesReply = pageOf(RunChange)
export type RunChangesReply = z.infer<typeof RunChangesReply>
