/**
 * Reads everything that a document is made of and compares it with what it says of itself: hashes, numbers, where each
 * generation begins, and snapshots against a replay. In one snapshot of the database, so servers may go on writing.
 */
import type pg from 'pg'
import * as Y from 'yjs'
import { contentHash } from '#collab/schema/contentHash.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import { inTenantOn } from '../storage/journal/inTenantOn.ts'
import { hasHash } from '../storage/journal/sha256.ts'
import { sameFields } from './sameFields.ts'
import type { Problem, StoredDocument } from './StoredDocument.ts'

const ROWS_PER_PAGE = 500

const FROM_BACKUP = 'bring this back from a backup: nothing else has it'
const RESTART_SERVERS = 'restart the servers: one of them had other content in memory than the journal'
const DROP_SNAPSHOT = 'delete this snapshot: it is passed over, and a new one is taken in time'

export interface JournalReport {
  /** Of generations and updates. */
  problems: Problem[]
  /** Of snapshots and of what servers said that they have: nothing depends on them. */
  besides: Problem[]
  rows: number
  generations: number
  snapshots: number
}

export function verifyJournal(owner: pg.Pool, document: StoredDocument): Promise<JournalReport> {
  const check = (client: pg.PoolClient): Promise<JournalReport> => new JournalCheck(client, document).run()
  return inTenantOn(owner, document.tenantId, check, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
}

interface Generation {
  generation: number
  afterSeq: number
}

interface FirstState {
  sha256: Buffer
  seed: Buffer
  tail: Buffer | null
  tailSha256: Buffer | null
}

interface Update {
  seq: number
  generation: number
  sha256: Buffer
  bytes: Buffer
}

interface SaidHash {
  generation: number
  seq: number
  hash: string
}

interface Snapshot {
  seq: number
  sha256: Buffer
  bytes: Buffer
}

class JournalCheck {
  readonly #client: pg.PoolClient
  readonly #document: StoredDocument
  readonly #report: JournalReport = { problems: [], besides: [], rows: 0, generations: 0, snapshots: 0 }
  /** The document as it is replayed; null after something that cannot be read. */
  #sheet: Sheet | null = null
  /** What a server said last of its content; null when it was compared. */
  #said: SaidHash | null = null
  /** The last position that was seen. */
  #seq = 0

  constructor(client: pg.PoolClient, document: StoredDocument) {
    this.#client = client
    this.#document = document
  }

  async run(): Promise<JournalReport> {
    const { head, current } = await this.#standing()
    const [said] = await this.#query<SaidHash>(
      `SELECT generation, seq::float8 AS seq, hash FROM document_content_hashes WHERE tenant_id = $1 AND document_id = $2`,
      [],
    )
    this.#said = said ?? null
    const generations = await this.#query<Generation>(
      `SELECT generation, after_seq::float8 AS "afterSeq" FROM document_generations
       WHERE tenant_id = $1 AND document_id = $2 AND generation <= $3 ORDER BY generation`,
      [current],
    )
    if (generations.length !== current) {
      this.#tell(`generations 1 to ${current}`, `only ${generations.length} of them are there`, FROM_BACKUP)
    }
    for (const [i, { generation, afterSeq }] of generations.entries()) {
      await this.#begin(generation, afterSeq)
      await this.#replay(generation, generations[i + 1]?.afterSeq ?? head)
    }
    if (this.#seq !== head) {
      this.#tell(`head ${head}`, `the journal ends at ${this.#seq}`, FROM_BACKUP)
    }
    this.#sheet?.doc.destroy()
    return this.#report
  }

  async #standing(): Promise<{ head: number; current: number }> {
    const [row] = await this.#query<{ head: number; current: number }>(
      'SELECT head_seq::float8 AS head, generation AS current FROM documents WHERE tenant_id = $1 AND id = $2',
      [],
    )
    return row ?? { head: 0, current: 0 }
  }

  async #begin(generation: number, afterSeq: number): Promise<void> {
    const before = this.#sheet
    this.#report.generations++
    const [first] = await this.#query<FirstState>(
      `SELECT sha256, seed, tail, tail_sha256 AS "tailSha256" FROM document_generations
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3`,
      [generation],
    )
    this.#sheet = first === undefined ? null : this.#firstSheet(generation, first)
    if (this.#seq !== afterSeq) {
      this.#tell(
        `generation ${generation}`,
        `begins after ${afterSeq}, the one before ends at ${this.#seq}`,
        FROM_BACKUP,
      )
    }
    if (before !== null && this.#sheet !== null && !sameFields(before, this.#sheet)) {
      this.#tell(`generation ${generation}`, 'does not begin with what the one before ended with', FROM_BACKUP)
    }
    before?.doc.destroy()
  }

  #firstSheet(generation: number, { seed, sha256, tail, tailSha256 }: FirstState): Sheet | null {
    const isSeedWhole = hasHash(seed, sha256)
    const isTailWhole = tail === null || (tailSha256 !== null && hasHash(tail, tailSha256))
    if (!isSeedWhole) {
      this.#tell(`generation ${generation}`, 'its first state does not match its hash', FROM_BACKUP)
    }
    if (!isTailWhole) {
      this.#tell(`generation ${generation}`, 'the tail of its first state does not match its hash', FROM_BACKUP)
    }
    return isSeedWhole && isTailWhole ? sheetOf(tail === null ? [seed] : [seed, tail]) : null
  }

  async #replay(generation: number, upTo: number): Promise<void> {
    const snapshots = await this.#query<{ seq: number }>(
      `SELECT upto_seq::float8 AS seq FROM document_snapshots
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 ORDER BY upto_seq`,
      [generation],
    )
    const due = snapshots.map(({ seq }) => seq)
    for (;;) {
      const page = await this.#query<Update>(
        `SELECT seq::float8 AS seq, generation, sha256, bytes FROM document_updates
         WHERE tenant_id = $1 AND document_id = $2 AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT ${ROWS_PER_PAGE}`,
        [this.#seq, upTo],
      )
      for (const update of page) {
        while (due[0] !== undefined && due[0] < update.seq) {
          await this.#compareSnapshot(generation, due.shift()!)
        }
        this.#compareSaid(generation, update.seq - 1)
        this.#take(update, generation)
      }
      if (page.length < ROWS_PER_PAGE) {
        break
      }
    }
    if (this.#seq < upTo) {
      this.#missing(this.#seq + 1, upTo)
    }
    this.#compareSaid(generation, upTo)
    for (const seq of due) {
      await this.#compareSnapshot(generation, seq)
    }
  }

  #take({ seq, generation, sha256, bytes }: Update, expected: number): void {
    if (seq > this.#seq + 1) {
      this.#missing(this.#seq + 1, seq - 1)
    }
    this.#seq = seq
    this.#report.rows++
    if (generation !== expected) {
      this.#tell(`position ${seq}`, `is of generation ${generation}, between those of ${expected}`, FROM_BACKUP)
    }
    if (!hasHash(bytes, sha256)) {
      this.#tell(`position ${seq}`, 'the update does not match its hash', FROM_BACKUP)
      this.#sheet = null
    } else if (this.#sheet !== null && !appliesWhole(this.#sheet, bytes)) {
      this.#tell(`position ${seq}`, 'the update builds on something that is missing', FROM_BACKUP)
      this.#sheet = null
    }
  }

  #missing(from: number, to: number): void {
    const where = from === to ? `position ${from}` : `positions ${from} to ${to}`
    this.#tell(where, 'missing in the journal', FROM_BACKUP)
    this.#seq = to
    this.#sheet = null
  }

  /** A snapshot of which the replay is lost is compared with its hash alone. */
  async #compareSnapshot(generation: number, seq: number): Promise<void> {
    const [snapshot] = await this.#query<Snapshot>(
      `SELECT upto_seq::float8 AS seq, sha256, bytes FROM document_snapshots
       WHERE tenant_id = $1 AND document_id = $2 AND generation = $3 AND upto_seq = $4`,
      [generation, seq],
    )
    if (snapshot === undefined) {
      return
    }
    this.#report.snapshots++
    if (!hasHash(snapshot.bytes, snapshot.sha256)) {
      this.#tellSnapshot(seq, 'does not match its hash')
    } else if (this.#sheet !== null && contentHash(sheetOf([snapshot.bytes])) !== contentHash(this.#sheet)) {
      this.#tellSnapshot(seq, 'says something else than the journal')
    }
  }

  /** `seq`: the position that the replay has come to. */
  #compareSaid(generation: number, seq: number): void {
    const said = this.#said
    if (said !== null && said.generation === generation && said.seq === seq) {
      this.#said = null
      if (this.#sheet !== null && contentHash(this.#sheet) !== said.hash) {
        const what = 'a server said that it has something else than the journal'
        this.#report.besides.push({
          document: this.#document,
          where: `position ${seq}`,
          what,
          remedy: RESTART_SERVERS,
        })
      }
    }
  }

  #tellSnapshot(seq: number, what: string): void {
    const where = `snapshot at ${seq}`
    this.#report.besides.push({ document: this.#document, where, what, remedy: DROP_SNAPSHOT })
  }

  #tell(where: string, what: string, remedy: string): void {
    this.#report.problems.push({ document: this.#document, where, what, remedy })
  }

  async #query<T extends pg.QueryResultRow>(text: string, more: readonly unknown[]): Promise<T[]> {
    const { tenantId, documentId } = this.#document
    const { rows } = await this.#client.query<T>(text, [tenantId, documentId, ...more])
    return rows
  }
}

function sheetOf(updates: readonly Uint8Array[]): Sheet {
  const doc = new Y.Doc()
  updates.forEach((update) => Y.applyUpdate(doc, update))
  return new Sheet(doc)
}

function appliesWhole({ doc }: Sheet, bytes: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, bytes)
  } catch {
    return false
  }
  return doc.store.pendingStructs === null && doc.store.pendingDs === null
}
