import type { FoldingMessage, FoldProof, GenerationMessage } from '#collab/protocol/generations.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { foldLocally } from './foldLocally.ts'
import type { Intent } from './IntentLog.ts'

/** Where a part is now. */
interface Here {
  sheet: Sheet
  /** What the sheet has and the server had not. */
  unsent: readonly Intent[]
}

/** Makes the next document of a part out of this one, as soon as the server says how; so it need not be downloaded. */
export class NextGeneration {
  readonly #here: () => Here
  /** Of the proof that came with it: another fold may have been quicker and go by the same name. */
  #prepared: { sha256: string; fold: Promise<Uint8Array | null> } | null = null

  constructor(here: () => Here) {
    this.#here = here
  }

  /** The part will go on in that document; it has not begun yet. */
  prepare(message: FoldingMessage): void {
    this.#prepared = { sha256: message.sha256, fold: this.#fold(message) }
  }

  /** The updates of the document as the server left it; none when they could not be made. */
  async begin({ fold, tail }: GenerationMessage): Promise<readonly Uint8Array[]> {
    if (fold === undefined) {
      return []
    }
    const prepared = this.#prepared?.sha256 === fold.sha256 ? this.#prepared.fold : null
    this.#prepared = null
    // what was on its way when it was prepared may be known by now
    const seed = (await prepared) ?? (await this.#fold(fold))
    return seed === null ? [] : [seed, ...(tail === undefined ? [] : [fromBase64(tail)])]
  }

  #fold(proof: FoldProof): Promise<Uint8Array | null> {
    const { sheet, unsent } = this.#here()
    return foldLocally(sheet, proof, unsent)
  }
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
