import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Knex } from 'knex'
import { AppError } from '../errors/AppError.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { packStream } from './packStream.ts'

/** Each holds a connection for as long as its reader takes. */
const MOST_AT_ONCE = 3
const PATIENCE_MS = 1_800_000
const CHUNK_BYTES = 1 << 18

let sending = 0

/** The compressed pack of a cycle as a stream. Throws `too-many-requests` while others are being sent. */
export function sendPack(db: Knex, tenantId: string, cycleId: string): Readable {
  const end = beginPack()
  const compressed = new PassThrough()
  const sent = inTenant(db, tenantId, (trx) => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    return pipeline(Readable.from(packStream(trx, cycleId)), createGzip({ chunkSize: CHUNK_BYTES }), compressed, {
      signal,
    })
  })
  sent.catch((error: unknown) => compressed.destroy(error instanceof Error ? error : new Error(String(error))))
  void sent.finally(end).catch(() => {})
  return compressed
}

/** Takes one of the places; the answer gives it back. */
export function beginPack(): () => void {
  if (sending >= MOST_AT_ONCE) {
    const detail = 'Other packs are being made at the moment. Try again in a minute.'
    throw new AppError({ code: 'too-many-requests', status: 429, detail, retryAfterSeconds: 60 })
  }
  sending++
  return () => {
    sending--
  }
}
