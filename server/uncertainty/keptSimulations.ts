import type { Knex } from 'knex'
import type { SimulationReply, SimulationResult } from '#shared/api/simulations.ts'
import type { Identity } from '../policies/Identity.ts'
import { namesOf } from './namesOf.ts'

const MOST_SHOWN = 20

interface SimulationRow {
  id: string
  seed: number
  draws: number
  quantities: number
  inputs_hash: string
  result: SimulationResult
  made_by: string | null
  made_at: Date
}

/** Simulations of a cycle, newest first. `hash`: of what a simulation of now would be drawn from. */
export async function keptSimulations(
  trx: Knex.Transaction,
  cycleId: string,
  hash: string,
): Promise<SimulationReply[]> {
  const rows: SimulationRow[] = await trx('simulations')
    .where({ cycle_id: cycleId })
    .orderBy('made_at', 'desc')
    .limit(MOST_SHOWN)
  return presented(trx, rows, hash)
}

/** One with the same seed and draws over the same inputs: its result is the same. */
export async function sameSimulation(
  trx: Knex.Transaction,
  cycleId: string,
  { seed, draws, hash }: { seed: number; draws: number; hash: string },
): Promise<SimulationReply | null> {
  const rows: SimulationRow[] = await trx('simulations')
    .where({ cycle_id: cycleId, seed, draws, inputs_hash: hash })
    .orderBy('made_at')
    .limit(1)
  return (await presented(trx, rows, hash))[0] ?? null
}

/** Keeps it, unless somebody has the same one already: sent twice at once, it is one. */
export async function keepSimulation(
  trx: Knex.Transaction,
  { tenantId, userId }: Identity,
  kept: Pick<SimulationRow, 'seed' | 'draws' | 'quantities' | 'inputs_hash' | 'result'> & { cycle_id: string },
): Promise<void> {
  const { result, ...columns } = kept
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['simulations'])
  const { cycle_id, seed, draws, inputs_hash } = kept
  if ((await trx('simulations').where({ cycle_id, seed, draws, inputs_hash }).first('id')) !== undefined) {
    return
  }
  await trx('simulations').insert({
    ...columns,
    tenant_id: tenantId,
    result: JSON.stringify(result),
    made_by: userId,
  })
}

async function presented(
  trx: Knex.Transaction,
  rows: readonly SimulationRow[],
  hash: string,
): Promise<SimulationReply[]> {
  const names = await namesOf(
    trx,
    rows.map((row) => row.made_by),
  )
  return rows.map(({ id, seed, draws, quantities, inputs_hash, result, made_by, made_at }) => ({
    id,
    seed,
    draws,
    quantities,
    inputs_hash,
    is_current: inputs_hash === hash,
    made_by: names.get(made_by ?? '') ?? null,
    made_at: made_at.toISOString(),
    ...result,
  }))
}
