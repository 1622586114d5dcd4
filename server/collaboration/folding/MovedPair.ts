import type pg from 'pg'
import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { foldSheet } from '#collab/schema/foldSheet.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { OldGeneration } from './OldGeneration.ts'
import { Overtaken, PreparedGeneration, type Head } from './PreparedGeneration.ts'
import { propose } from './proposals.ts'

/** Both documents of one cycle with their next generations proposed. */
export class MovedPair {
  readonly source: PreparedGeneration
  readonly target: PreparedGeneration
  readonly #ordinal: number

  private constructor(source: PreparedGeneration, target: PreparedGeneration, ordinal: number) {
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
      new PreparedGeneration(from, foldSheet(from.sheet, { keep: (field) => field !== ordinal })),
      new PreparedGeneration(to, foldSheet(to.sheet, { instead: cellsOf(from.sheet, ordinal) })),
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
