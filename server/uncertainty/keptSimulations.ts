import type { Knex } from 'knex'
import type { ScopeBasis } from '#shared/api/scopeFigure.ts'
import type { SimulatedPart, SimulationReply, SimulationResult } from '#shared/api/simulations.ts'
import type { Identity } from '../policies/Identity.ts'
import { namesOf } from './namesOf.ts'
import type { DrawnPart } from './simulationInputs.ts'

const MOST_SHOWN = 20

interface SimulationRow {
  id: string
  seed: number
  draws: number
  part: SimulatedPart
  basis: ScopeBasis
  quantities: number
  inputs_hash: string
  result: SimulationResult
  made_by: string | null
  made_at: Date
}

/** Simulations of a cycle, newest first. `hashOf`: of what a simulation of that part would be drawn from now. */
export async function keptSimulations(
  trx: Knex.Transaction,
  cycleId: string,
  hashOf: (drawn: DrawnPart) => Promise<string>,
): Promise<SimulationReply[]> {
  const rows: SimulationRow[] = await trx('simulations')
    .where({ cycle_id: cycleId })
    .orderBy('made_at', 'desc')
    .limit(MOST_SHOWN)
  const hashes = new Map<string, string>()
  for (const drawn of rows) {
    const key = partKey(drawn)
    hashes.set(key, hashes.get(key) ?? (await hashOf(drawn)))
  }
  return presented(trx, rows, (row) => hashes.get(partKey(row)) ?? '')
}

const partKey = ({ part, basis }: DrawnPart): string => `${part} ${basis}`

/** One with the same seed and draws over the same inputs: its result is the same. */
export async function sameSimulation(
  trx: Knex.Transaction,
  cycleId: string,
  { hash, ...drawn }: { seed: number; draws: number; hash: string } & DrawnPart,
): Promise<SimulationReply | null> {
  const rows: SimulationRow[] = await trx('simulations')
    .where({ cycle_id: cycleId, inputs_hash: hash, ...drawn })
    .orderBy('made_at')
    .limit(1)
  return (await presented(trx, rows, () => hash))[0] ?? null
}

/** Keeps it, unless somebody has the same one already: sent twice at once, it is one. */
export async function keepSimulation(
  trx: Knex.Transaction,
  { tenantId, userId }: Identity,
  kept: Omit<SimulationRow, 'id' | 'made_by' | 'made_at'> & { cycle_id: string },
): Promise<void> {
  const { result, ...columns } = kept
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['simulations'])
  const { quantities: _, ...same } = columns
  if ((await trx('simulations').where(same).first('id')) !== undefined) {
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
  hashOf: (row: SimulationRow) => string,
): Promise<SimulationReply[]> {
  const names = await namesOf(
    trx,
    rows.map((row) => row.made_by),
  )
  return rows.map((row) => {
    const { id, seed, draws, part, basis, quantities, inputs_hash, result } = row
    return {
      id,
      seed,
      draws,
      part,
      basis,
      quantities,
      inputs_hash,
      is_current: inputs_hash === hashOf(row),
      made_by: names.get(row.made_by ?? '') ?? null,
      made_at: row.made_at.toISOString(),
      ...result,
    }
  })
}
