import type pg from 'pg'
import type { JournalEntry, Receipt, Verdict } from '#collab/hocuspocus/Journal.ts'
import { gesturesToColumn } from './gesturesColumn.ts'
import { sha256 } from './sha256.ts'

/** Writes entries of ONE tenant in one statement. Answers in the order given. */
export async function appendBatch(on: pg.Pool | pg.PoolClient, entries: readonly JournalEntry[]): Promise<Receipt[]> {
  const lengths = entries.map(({ bytes }) => bytes.length)
  let end = 0
  const offsets = lengths.map((length) => {
    const start = end
    end += length
    return start
  })
  const { rows } = await on.query<[number, string | null, Verdict]>({
    name: 'journal_append',
    rowMode: 'array',
    text: 'SELECT ord, seq, verdict FROM journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)',
    values: [
      entries[0]?.tenantId,
      entries.map((entry) => entry.documentId),
      entries.map((entry) => entry.generation),
      entries.map((entry) => entry.epoch),
      entries.map((entry) => entry.seen),
      entries.map((entry) => entry.repaired),
      entries.map((entry) => entry.author.userId),
      entries.map((entry) => entry.author.sessionId),
      entries.map((entry) => entry.author.origin),
      entries.map((entry) => `{${entry.clients.join()}}`),
      entries.map((entry) => gesturesToColumn(entry.gestures)),
      offsets,
      lengths,
      Buffer.concat(entries.map((entry) => entry.bytes)),
      Buffer.concat(entries.map((entry) => sha256(entry.bytes))),
    ],
  })
  if (rows.length !== entries.length) {
    throw new Error('the journal does not have a document of this batch')
  }
  const receipts: Receipt[] = []
  for (const [ord, seq, verdict] of rows) {
    receipts[ord - 1] = { verdict, seq: seq === null ? null : Number(seq) }
  }
  return receipts
}
