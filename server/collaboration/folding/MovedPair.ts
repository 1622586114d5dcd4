import type pg from 'pg'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { LateChanges } from './LateChanges.ts'
import { NextDocument } from './NextDocument.ts'
import { OldGeneration } from './OldGeneration.ts'
import { adopt, proposalOf, propose, type Proposal } from './proposals.ts'

/** What was prepared is not true any more: nothing is changed. */
export class Overtaken extends Error {}

/** A document as it is under its row lock. */
export interface Head {
  part: string
  generation: number
  headSeq: number
}

/** Both documents of one cycle with their next generations proposed. */
export class MovedPair {
  readonly source: Prepared
  readonly target: Prepared
  readonly #ordinal: number

  private constructor(source: Prepared, target: Prepared, ordinal: number) {
    this.source = source
    this.target = target
    this.#ordinal = ordinal
  }

  /** Throws Overtaken when one of them was folded in this moment. */
  static async make(
    pool: pg.Pool,
    { tenantId, source, target, ordinal }: { tenantId: string; source: number; target: number; ordinal: number },
    onDamage: (error: Error) => void,
  ): Promise<MovedPair> {
    const from = await OldGeneration.load(pool, { tenantId, documentId: source }, onDamage)
    const to = await OldGeneration.load(pool, { tenantId, documentId: target }, onDamage)
    if (from === null || to === null) {
      throw new Overtaken()
    }
    const pair = new MovedPair(
      new Prepared(from, foldSheet(from.sheet, { keep: (field) => field !== ordinal })),
      new Prepared(to, foldSheet(to.sheet, { instead: cellsOf(from.sheet, ordinal) })),
      ordinal,
    )
    const isProposed =
      (await propose(pool, from.key, pair.source.proposal)) && (await propose(pool, to.key, pair.target.proposal))
    if (!isProposed) {
      throw new Overtaken()
    }
    return pair
  }

  async catchUp(pool: pg.Pool): Promise<void> {
    await this.source.old.catchUp(pool)
    await this.target.old.catchUp(pool)
  }

  /** Under the row locks of both: everything that was ever written to them is here. */
  async finish(client: pg.PoolClient, heads: ReadonlyMap<number, Head>): Promise<void> {
    await this.source.finish(client, heads)
    await this.target.finish(client, heads)
  }

  /** Both go on in their next generations at this moment. */
  async adopt(client: pg.PoolClient, at: string): Promise<void> {
    const isMoved = (field: number): boolean => field === this.#ordinal
    const isOther = (field: number): boolean => field !== this.#ordinal
    await this.source.adopt(client, at, (next) => this.source.late.writeTo(next, isOther))
    await this.target.adopt(client, at, (next) => {
      this.target.late.writeTo(next, isOther)
      this.source.late.writeTo(next, isMoved)
    })
  }
}

class Prepared {
  readonly old: OldGeneration
  readonly proposal: Proposal
  readonly late: LateChanges
  readonly #next: NextDocument

  constructor(old: OldGeneration, seed: Uint8Array) {
    this.old = old
    this.proposal = proposalOf(old.key, seed, null)
    this.late = new LateChanges(old.sheet)
    this.#next = new NextDocument(seed)
  }

  async finish(client: pg.PoolClient, heads: ReadonlyMap<number, Head>): Promise<void> {
    const head = heads.get(this.old.key.documentId)
    if (head?.generation !== this.old.key.generation) {
      throw new Overtaken()
    }
    await this.old.finish(client, head.headSeq)
  }

  async adopt(client: pg.PoolClient, at: string, write: (next: Sheet) => void): Promise<void> {
    const ending = { headSeq: this.old.seen, tail: this.#next.tail(write), at }
    if (!(await adopt(client, this.old.key, this.proposal, ending))) {
      throw new Overtaken()
    }
  }
}

function cellsOf(sheet: Sheet, ordinal: number): Map<string, Map<number, CellValue>> {
  const store = new ColumnStore(sheet)
  store.kinds(ordinal) // reads the column as a whole
  const cells = new Map<string, Map<number, CellValue>>()
  store.rowIds.forEach((row, slot) => {
    const value = store.value(slot, ordinal)
    if (value !== null) {
      cells.set(row, new Map([[ordinal, value]]))
    }
  })
  store.destroy()
  return cells
}
