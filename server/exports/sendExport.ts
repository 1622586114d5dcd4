import { createHash } from 'node:crypto'
import { PassThrough, Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Knex } from 'knex'
import pLimit from 'p-limit'
import { AppError } from '../errors/AppError.ts'
import { inTenantSnapshot } from '../storage/database/inTenant.ts'
import type { SentExport } from './ExportLog.ts'
import type { ExportFile } from './ExportFile.ts'

/** Each holds a connection for as long as its reader takes; others wait for their turn, but not too many of them. */
const MOST_AT_ONCE = 4
const MOST_WAITING = 20
const PATIENCE_MS = 1_800_000

const inTurn = pLimit(MOST_AT_ONCE)

/** Throws `too-many-requests` when too many wait already. */
export function refuseWhenBusy(): void {
  if (inTurn.pendingCount >= MOST_WAITING) {
    const detail = 'Many exports are being sent at the moment. Try again in a minute.'
    throw new AppError({ code: 'too-many-requests', status: 429, detail, retryAfterSeconds: 60 })
  }
}

/**
 * The file as a stream that is as of one moment. `note` writes down what was sent before the reader hears that it was all; or
 * that it broke off (null): the reader went away, took too long, or the database failed. Then the stream ends in an error, so
 * that nobody takes a part for the whole.
 */
export function sendExport(
  db: Knex,
  tenantId: string,
  file: ExportFile,
  note: (sent: SentExport | null) => Promise<void>,
): Readable {
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
    flush(done) {
      note({ rows: file.rowsWritten(), bytes, sha256: hash.digest('hex') }).then(() => done(), done)
    },
  })
  const body = new PassThrough()
  const sent = inTurn(() =>
    body.destroyed
      ? Promise.reject(new Error('The reader left before it was their turn.'))
      : inTenantSnapshot(db, tenantId, (trx) => {
          const signal = AbortSignal.timeout(PATIENCE_MS)
          return pipeline(Readable.from(file.content(trx), { objectMode: false }), meter, body, { signal })
        }),
  )
  sent
    .catch((error: unknown) => {
      body.destroy(error instanceof Error ? error : new Error(String(error)))
      return note(null)
    })
    .catch(() => {}) // it could not be noted, which `note` has logged
  return body
}
