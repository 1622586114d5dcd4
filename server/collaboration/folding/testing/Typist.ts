import { ORDER } from '#collab/schema/layout.ts'
import type { FollowingClient, Written } from '#collab/testing/FollowingClient.ts'
import { random } from '#collab/testing/random.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'

/** The fields that typists write. */
export const TYPED = [2, 4, 5]

/**
 * Somebody who writes in rows of their own, single cells and several at once, always a larger number: the last one that was
 * acknowledged must be there in the end, or a later one.
 */
export class Typist {
  readonly client: FollowingClient
  readonly rows: readonly string[]
  acknowledged = 0
  readonly #last = new Map<string, number>()
  readonly #next: () => number
  #n = 0

  constructor(index: number, connect: (onAcknowledged: (written: Written) => void) => FollowingClient) {
    this.rows = [`t${index}-1`, `t${index}-2`, `t${index}-3`]
    this.#next = random(index)
    this.client = connect(({ row, ordinal, value }) => {
      this.acknowledged++
      if (typeof value === 'number') {
        this.#last.set(`${row}:${ordinal}`, value)
      }
    })
  }

  type(): void {
    if (!this.client.sheet.hasRow(this.rows[0]!)) {
      this.client.write(this.rows, [ORDER, 2], (row, column) =>
        column === 0 ? `X${row}${this.rows[0]!.slice(1, 2)}` : ++this.#n,
      )
    } else if (this.#next() < 0.8) {
      this.client.set(this.#pick(this.rows), this.#pick(TYPED), ++this.#n)
    } else {
      this.client.write(this.rows, TYPED.slice(1), () => ++this.#n)
    }
  }

  /** What was acknowledged and is not there. */
  lost(sheet: Sheet): unknown[] {
    return [...this.#last].filter(([key, value]) => {
      const [row, ordinal] = key.split(':')
      const now = sheet.value(row!, Number(ordinal))
      return !(typeof now === 'number' && now >= value)
    })
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#next() * from.length)]!
  }
}
