import type { RunReply, SealReply } from '#shared/api/runs.ts'
import type { StoredRun } from './authorizeWholeRun.ts'

type PersonOf = (id: string | null) => { id: string; name: string } | null

/** A seal as it is stored. */
export interface StoredSeal {
  run_id: string
  sequence: number
  seal_hash: string
  previous_hash: string | null
  sealed_at: Date
  sealed_by: string | null
  sealed_later: boolean
  unaccounted: SealReply['unaccounted']
}

/** What stands beside a run. */
export interface RunFacts {
  seal: StoredSeal | undefined
  personOf: PersonOf
  /** Its reader may read everything in it; totals would give hidden cells away. */
  isWhole: boolean
  /** Null: it is not asked. */
  isCurrent: boolean | null
}

/** A run as its readers see it. */
export function presentRun(run: StoredRun, { seal, personOf, isWhole, isCurrent }: RunFacts): RunReply {
  const { row_count: rows, co2e_kg, biogenic_co2_kg, market_based_kg } = run
  return {
    id: run.id,
    cycle_id: run.cycle_id,
    engine: run.engine,
    root_hash: run.root_hash,
    totals: isWhole ? { rows, co2e_kg, biogenic_co2_kg, market_based_kg } : null,
    keeps_rows: run.keeps_rows,
    is_current: isCurrent,
    made_at: run.made_at.toISOString(),
    made_by: personOf(run.made_by),
    seal: seal === undefined ? null : presentSeal(seal, personOf, isWhole),
  }
}

/** What is not accounted for says what has results, so it is for who may read all of them. */
function presentSeal(seal: StoredSeal, personOf: PersonOf, isWhole: boolean): SealReply {
  const { sequence, seal_hash, previous_hash, sealed_later } = seal
  const about = { sealed_at: seal.sealed_at.toISOString(), sealed_by: personOf(seal.sealed_by) }
  return { sequence, seal_hash, previous_hash, ...about, sealed_later, unaccounted: isWhole ? seal.unaccounted : null }
}
