import { z } from 'zod'
import { Unaccounted } from './cycles.ts'
import { JobReply } from './jobs.ts'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of runs, seals and packs: what a cycle was computed from, and the proof of it. */

const Hash = z.string()
const Person = z.object({ id: z.string(), name: z.string() })
const Kilograms = z.number().nullable()

const SealReply = z.object({
  /** Place in the chain of the company. */
  sequence: z.number().int(),
  seal_hash: Hash,
  /** Null: the first. */
  previous_hash: Hash.nullable(),
  sealed_at: z.string(),
  /** Null: the system. */
  sealed_by: Person.nullable(),
  /** The cycle had been locked before there were seals. */
  sealed_later: z.boolean(),
  /**
   * What was neither counted nor declared when it was locked, and whether whoever locked it confirmed that. Null: the seal is
   * from before, or it is not yours to read.
   */
  unaccounted: Unaccounted.extend({ is_confirmed: z.boolean() }).nullable(),
})
export type SealReply = z.infer<typeof SealReply>

const RunReply = z.object({
  id: z.string(),
  cycle_id: z.string(),
  /** Version of the engine of formulas. */
  engine: z.number().int(),
  /** SHA-256 over everything that went into the run and came out of it. */
  root_hash: Hash,
  /** What it comes to; null for who may not read all of it, and where nothing is known. */
  totals: z
    .object({
      rows: z.number().int(),
      co2e_kg: Kilograms,
      biogenic_co2_kg: Kilograms,
      /** Scope 2 by contract. */
      market_based_kg: Kilograms,
    })
    .nullable(),
  /** Whether its rows and results are kept row by row; hashes and totals are in any case. */
  keeps_rows: z.boolean(),
  /** A run of now would come from the same. Null: of a run that is not the newest, or sealed. */
  is_current: z.boolean().nullable(),
  made_at: z.string(),
  made_by: Person.nullable(),
  /** Null: it is not sealed. */
  seal: SealReply.nullable(),
})
export type RunReply = z.infer<typeof RunReply>

/**
 * Newest first. Runs that are not sealed are for who may read everything in them: that there is a new one says that something
 * has changed.
 */
export const RunsReply = z.object({
  data: z.array(RunReply),
  /** The caller may read everything in the cycle, and so take its pack. */
  may_take_pack: z.boolean(),
  /** Tables of which something is hidden from an administrator or auditor: why they may not. */
  hidden_tables: z.array(z.string()),
  /** The caller may have the cycle computed (`POST cycles/{id}/runs`) and see what comes of it. */
  may_run: z.boolean(),
  /** The run that waits or is being computed; null also for who may not see it. */
  job: JobReply.nullable(),
})
export type RunsReply = z.infer<typeof RunsReply>

export const RunResultsQuery = z.object({ ...PAGE_QUERY, table_id: z.guid().optional() })

const RunResult = z.object({
  table_id: z.string(),
  row_id: z.string(),
  scope: z.number().int(),
  s3_category: z.number().int().nullable(),
  co2e_kg: Kilograms,
  /** Kilograms of CO2e by gas. */
  gases_kg: z.record(z.string(), z.number()).nullable(),
  biogenic_co2_kg: Kilograms,
  site: z.string().nullable(),
  month: z.string().nullable(),
})
/** In the order of tables and rows. */
export const RunResultsReply = pageOf(RunResult)

/** Sums of a run along one axis: the whole, by scope, category, gas, module, table, site and month. */
export const RunTotalsReply = z.object({
  data: z.array(
    z.object({
      axis: z.string(),
      /** Null: of the whole, or of rows that have none. */
      key: z.string().nullable(),
      co2e_kg: Kilograms,
      biogenic_co2_kg: Kilograms,
      rows: z.number().int(),
    }),
  ),
})
export type RunTotalsReply = z.infer<typeof RunTotalsReply>

/** What `POST runs/{id}/verification` found when it computed the run anew from what it froze. */
export const VerificationReply = z.object({
  /** Every hash and every number is the same, to the last bit. */
  equal: z.boolean(),
  rows: z.number().int().nullable(),
  files: z.number().int().nullable(),
  factors: z.number().int().nullable(),
  /** The first difference; null when there is none. */
  difference: z
    .object({
      file: z.string(),
      table: z.string().nullable(),
      row: z.string().nullable(),
      field: z.string().nullable(),
      expected: z.string(),
      found: z.string(),
    })
    .nullable(),
})
export type VerificationReply = z.infer<typeof VerificationReply>
