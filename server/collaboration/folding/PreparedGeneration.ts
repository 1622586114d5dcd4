import type pg from 'pg'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { LateChanges } from './LateChanges.ts'
import { NextDocument } from './NextDocument.ts'
import type { OldGeneration } from './OldGeneration.ts'
import { adopt, proposalOf, type Proposal } from './proposals.ts'

/** What was prepared is not true any more: nothing is changed. */
export class Overtaken extends Error {}

/** A document as it is under its row lock. */
export interface Head {
  part: string
  generation: number
  headSeq: number
}

/** A document with its next generation made ahead, which is more than a fold of it. */
export class PreparedGeneration {
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

  /** Under the row lock: everything that was ever written to it is here. Throws Overtaken. */
  async finish(client: pg.PoolClient, heads: ReadonlyMap<number, Head>): Promise<void> {
    const head = heads.get(this.old.key.documentId)
    if (head?.generation !== this.old.key.generation) {
      throw new Overtaken()
    }
    await this.old.finish(client, head.headSeq)
  }

  /** It goes on in its next generation, with what `write` puts behind the seed. Gives the sheet in it. Throws Overtaken. */
  async adopt(client: pg.PoolClient, at: string, write: (next: Sheet) => void): Promise<Sheet> {
    const ending = { headSeq: this.old.seen, tail: this.#next.tail(write), at }
    if (!(await adopt(client, this.old.key, this.proposal, ending))) {
      throw new Overtaken()
    }
    return this.#next.sheet
  }
}
