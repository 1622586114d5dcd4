import type { Knex } from 'knex'
import * as Y from 'yjs'
import { standing } from '#collab/hocuspocus/conflicts.ts'
import { cellKey, FOLD_CLIENT, isServerClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { TestSheet } from '#server/testing/LiveFixture.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'

/** What people write as text, so that it is found in the bytes of an update: `<own1 23>`. */
const TEXT = /<[^<>]+>/g

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
  /** By text: the updates that write it, oldest first. */
  readonly #texts = new Map<string, JournaledUpdate[]>()
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

  /**
   * Whether a value of somebody else stood in a watched cell at some moment of that time; or before, since an older value
   * of the author's own that stands at its end: what comes late may be beaten by what is covered already (decision 0011).
   */
  hasMet(author: string, row: string, ordinal: number, fromMs: number, toMs: number): boolean {
    const standings = this.#history.get(cellKey(row, ordinal)) ?? []
    const last = standings.findLast((one) => one.atMs <= toMs)
    const older = last?.author === author ? standings.findIndex(({ value }) => value === last.value) : Infinity
    const from = Math.min(
      standings.findLastIndex((one) => one.atMs <= fromMs),
      older,
    )
    return standings.slice(from).some((one) => one.atMs <= toMs && one.author !== null && one.author !== author)
  }

  /** Whether a watched cell had held that by then, or it is a text that somebody had written. */
  knows(row: string, ordinal: number, value: CellValue, atMs: number): boolean {
    const hasHeld = this.#history.get(cellKey(row, ordinal))?.some((one) => one.value === value && one.atMs <= atMs)
    const writtenMs = typeof value === 'string' ? this.writtenMs(value) : null
    return hasHeld === true || (writtenMs !== null && writtenMs <= atMs)
  }

  /** When somebody (`author`, if it is given) first wrote a text, wherever, and whatever became of it; null: never. */
  writtenMs(text: string, author?: string): number | null {
    return this.#firstWith(text, author)?.atMs ?? null
  }

  /** For whoever reads a failure: what the cell of a word held last, and what writes the word. */
  tell({ row, ordinal, value }: { row: string; ordinal: number; value: CellValue }): unknown {
    const heard = (this.#texts.get(String(value)) ?? []).map(({ seq, generation, atMs, author }) => ({
      seq,
      generation,
      atMs,
      author,
    }))
    return { standings: this.#history.get(cellKey(row, ordinal))?.slice(-8), heard }
  }

  #firstWith(text: string, author?: string): JournaledUpdate | undefined {
    return this.#texts.get(text)?.find((update) => author === undefined || update.author === author)
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
      this.#index(update)
      update.clients.forEach((client) => this.#owners.set(Number(client), update.author))
      this.#note(part, update)
    }
  }

  #index(update: JournaledUpdate): void {
    for (const [text] of update.bytes.toString('latin1').matchAll(TEXT)) {
      const known = this.#texts.get(text) ?? []
      this.#texts.set(text, [...known, update])
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
        const writer = isServerClient(client)
          ? this.#writerOf(standings, value, author)
          : (this.#owners.get(client) ?? null)
        if (before?.value !== value || before.author !== writer) {
          standings.push({ atMs, author: writer, value })
          this.#history.set(cellKey(row, ordinal), standings)
        }
      }
    }
  }

  /** Of what a server wrote down it does not say whose it was: a fold, or what it says again of a refused message. */
  #writerOf(standings: readonly Standing[], value: CellValue, otherwise: string | null): string | null {
    const known = standings.findLast((one) => one.value === value)
    if (known !== undefined) {
      return known.author
    }
    return (typeof value === 'string' ? this.#firstWith(value)?.author : undefined) ?? otherwise
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
