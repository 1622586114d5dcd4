import type { Knex } from 'knex'
import * as Y from 'yjs'
import { standing } from '#collab/hocuspocus/conflicts.ts'
import { cellKey, FOLD_CLIENT, isServerClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { TestSheet } from '#server/testing/LiveFixture.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'

/** One update as it was journaled. */
interface JournaledUpdate {
  seq: number
  generation: number
  /** When, in milliseconds since 1970. */
  atMs: number
  author: string | null
  /** Yjs clients that it writes as. */
  clients: readonly string[]
  bytes: Buffer
}

/** What a cell holds from an update on. */
interface Standing {
  atMs: number
  /** Who wrote it; null: nobody, it was seeded. */
  author: string | null
  value: CellValue
}

/** Which cells are looked after, and which of the fields lie beside the common ones. */
export interface WatchedCells {
  rows: readonly string[]
  ordinals: readonly number[]
  beside: readonly number[]
}

interface ReadPart {
  documentId: number
  ordinals: readonly number[]
  seq: number
  generation: number
  sheet: Sheet
}

/** Reads the journal of a sheet as it grows, and knows what each of the watched cells held when. */
export class JournalReader {
  readonly #owner: Knex
  readonly #sheet: TestSheet
  readonly #watched: WatchedCells
  readonly #parts: ReadPart[] = []
  readonly #updates: JournaledUpdate[] = []
  /** By cell: everything that it held, oldest first. */
  readonly #history = new Map<string, Standing[]>()
  readonly #owners = new Map<number, string | null>()
  #reading: Promise<void> = Promise.resolve()

  constructor(owner: Knex, sheet: TestSheet, watched: WatchedCells) {
    this.#owner = owner
    this.#sheet = sheet
    this.#watched = watched
  }

  /** Reads what was journaled until now. */
  read(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readOn())
    return this.#reading
  }

  /** What a watched cell held at a time, and since when. */
  standing(row: string, ordinal: number, atMs: number): Standing {
    const last = this.#history.get(cellKey(row, ordinal))?.findLast((one) => one.atMs <= atMs)
    if (last === undefined) {
      throw new Error('nobody looked after this cell')
    }
    return last
  }

  /** Whether a watched cell had ever held that by then. */
  hasHeld(row: string, ordinal: number, value: CellValue, atMs: number): boolean {
    return this.#history.get(cellKey(row, ordinal))?.some((one) => one.value === value && one.atMs <= atMs) === true
  }

  /** Whether somebody had written a text by then, wherever, and whatever became of it. */
  hasWritten(author: string, text: string, atMs: number): boolean {
    return this.#updates.some(
      (update) => update.author === author && update.atMs <= atMs && update.bytes.includes(text),
    )
  }

  async #readOn(): Promise<void> {
    const { tableId, cycleId } = this.#sheet
    const documents: { id: number; part: string }[] = await this.#owner('documents')
      .where({ table_id: tableId, cycle_id: cycleId })
      .select('id', 'part')
    for (const { id, part } of documents) {
      await this.#follow(this.#parts.find(({ documentId }) => documentId === id) ?? (await this.#open(id, part)))
    }
  }

  async #open(documentId: number, name: string): Promise<ReadPart> {
    const { ordinals, beside } = this.#watched
    const part: ReadPart = {
      documentId,
      ordinals: ordinals.filter((ordinal) => beside.includes(ordinal) === (name !== COMMON_PART)),
      seq: 0,
      generation: 1,
      sheet: await this.#begin(documentId, 1),
    }
    this.#parts.push(part)
    this.#note(part, { atMs: -Infinity, author: null })
    return part
  }

  async #follow(part: ReadPart): Promise<void> {
    const updates: JournaledUpdate[] = await this.#owner('document_updates')
      .where({ document_id: part.documentId })
      .where('seq', '>', part.seq)
      .orderBy('seq')
      .select(
        'seq',
        'generation',
        'bytes',
        'actor_id AS author',
        'client_ids AS clients',
        this.#owner.raw('(extract(epoch FROM created_at) * 1000)::float8 AS "atMs"'),
      )
    for (const update of updates) {
      if (update.generation !== part.generation) {
        part.generation = update.generation
        part.sheet = await this.#begin(part.documentId, update.generation)
      }
      Y.applyUpdate(part.sheet.doc, update.bytes)
      part.seq = update.seq
      this.#updates.push(update)
      update.clients.forEach((client) => this.#owners.set(Number(client), update.author))
      this.#note(part, update)
    }
  }

  /** Cells that hold something else now, or the same by somebody else. */
  #note({ sheet, ordinals }: ReadPart, { atMs, author }: Pick<JournaledUpdate, 'atMs' | 'author'>): void {
    for (const row of this.#watched.rows) {
      for (const ordinal of ordinals) {
        const value = sheet.value(row, ordinal)
        const standings = this.#history.get(cellKey(row, ordinal)) ?? []
        const before = standings.at(-1)
        const client = standing(sheet, row, ordinal)?.client ?? FOLD_CLIENT
        // of what a server wrote down it does not say whose it was
        const known = before?.value === value ? before.author : author
        const writer = isServerClient(client) ? known : (this.#owners.get(client) ?? null)
        if (before?.value !== value || before.author !== writer) {
          standings.push({ atMs, author: writer, value })
          this.#history.set(cellKey(row, ordinal), standings)
        }
      }
    }
  }

  async #begin(documentId: number, generation: number): Promise<Sheet> {
    const { seed, tail } = await this.#owner('document_generations')
      .where({ document_id: documentId, generation })
      .first('seed', 'tail')
    const doc = new Y.Doc()
    Y.applyUpdate(doc, seed)
    if (tail !== null) {
      Y.applyUpdate(doc, tail)
    }
    return new Sheet(doc)
  }
}
