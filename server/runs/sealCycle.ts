import type { Knex } from 'knex'
import { countRows } from './countRows.ts'
import { makeRun } from './makeRun.ts'
import { bodyHash, type SealBody, sealHash } from './sealHashes.ts'

export interface SealAsked {
  tenantId: string
  cycleId: string
  /** Null: the system. */
  sealedBy: string | null
  /** The cycle had been locked before there were seals. */
  sealedLater: boolean
  /** What is neither counted nor declared; absent when nobody was asked. */
  unaccounted?: SealBody['unaccounted']
  /** What it throws ends the work. */
  onProgress?: SealProgress | undefined
}

/** How far it is, as a part of one, and with what: rows are computed, their history is read, the seal is set. */
export type SealProgress = (part: number, doing: 'computing' | 'proving' | 'sealing') => void

/** About what the rows take of the time; nearly all of the rest goes into the history. */
const PART_OF_ROWS = 0.45

/**
 * Computes a cycle and seals the run, in the transaction that locks it: neither is ever without the other. Seals of a tenant
 * are made one after the other, each with the hash of the one before.
 */
export async function sealCycle(trx: Knex.Transaction, asked: SealAsked): Promise<SealBody> {
  const { tenantId, cycleId, sealedBy, sealedLater, unaccounted, onProgress } = asked
  const of = onProgress === undefined ? 0 : await countRows(trx, cycleId)
  const run = await makeRun(trx, {
    cycleId,
    madeBy: sealedBy,
    onRows: (rows) => onProgress?.(of === 0 ? 0 : (PART_OF_ROWS * Math.min(rows, of)) / of, 'computing'),
    onHistory: (part) => onProgress?.(PART_OF_ROWS + (1 - PART_OF_ROWS) * part, 'proving'),
  })
  onProgress?.(1, 'sealing')
  await trx.raw(`SELECT pg_advisory_xact_lock(hashtextextended('seals ' || ?, 0))`, [tenantId])
  const last: { sequence: number; seal_hash: string } | undefined = await trx('seals')
    .where({ tenant_id: tenantId })
    .orderBy('sequence', 'desc')
    .first('sequence', 'seal_hash')
  const body: SealBody = {
    tenant_id: tenantId,
    sequence: (last?.sequence ?? 0) + 1,
    cycle_id: cycleId,
    run_id: run.id,
    root_hash: run.rootHash,
    sealed_by: sealedBy,
    sealed_at: new Date().toISOString(),
    sealed_later: sealedLater,
    ...(unaccounted !== undefined && { unaccounted }),
  }
  const [previous, own] = [last?.seal_hash ?? null, bodyHash(body)]
  await trx('seals').insert({
    ...body,
    previous_hash: previous,
    body_hash: own,
    seal_hash: sealHash(own, previous),
  })
  return body
}
