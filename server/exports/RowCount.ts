import type { OpenedSheet } from './openSheet.ts'

/** Sheets that are opened through it are counted as their rows are read. */
export class RowCount {
  #rows = 0

  /** Rows read so far. */
  read = (): number => this.#rows

  of({ access, in: inTransaction }: OpenedSheet): OpenedSheet {
    return {
      access,
      in: (trx) => {
        const sheet = inTransaction(trx)
        return {
          ...sheet,
          blocks: () => this.#counting(sheet.blocks()),
          datedBlocks: () => this.#counting(sheet.datedBlocks()),
        }
      },
    }
  }

  async *#counting<Block extends { rows: readonly unknown[] }>(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
    for await (const block of blocks) {
      this.#rows += block.rows.length
      yield block
    }
  }
}
