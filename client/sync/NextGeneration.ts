import * as Y from 'yjs'
import type { FoldingMessage, FoldProof, GenerationMessage } from '#collab/protocol/generations.ts'
import { inSlices } from '#collab/schema/inSlices.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { applyBaseFirst } from './baseFirst.ts'
import { foldLocally } from './foldLocally.ts'
import type { Intent } from './IntentLog.ts'
import { SheetContent } from './SheetContent.ts'

/** Where a part is now. */
interface Here {
  sheet: Sheet
  /** What the sheet has and the server had not. */
  unsent: readonly Intent[]
}

/** The first state of the next document, made here. */
export interface MadeContent {
  content: SheetContent
  /** The Yjs update that it was made of. */
  seed: Uint8Array
}

/** A document that begins with something. */
export interface Beginning extends MadeContent {
  /** What the server puts behind it. */
  tail: Uint8Array | null
}

/** Makes the next document of a part out of this one, as soon as the server says how; so it need not be downloaded. */
export class NextGeneration {
  readonly #here: () => Here
  /** Of the proof that came with it: another fold may have been quicker and go by the same name. */
  #prepared: { sha256: string; made: Promise<MadeContent | null> } | null = null

  constructor(here: () => Here) {
    this.#here = here
  }

  /** The part will go on in that document; it has not begun yet. */
  prepare(message: FoldingMessage): void {
    this.discard()
    this.#prepared = { sha256: message.sha256, made: this.#make(message) }
  }

  /** The document as the server left it; null when it could not be made. */
  async begin({ fold, tail }: GenerationMessage): Promise<Beginning | null> {
    if (fold === undefined) {
      this.discard()
      return null
    }
    // what was on its way when it was prepared may be known by now
    const made = (await this.#takePrepared(fold)) ?? (await this.#make(fold))
    return made === null ? null : { ...made, tail: tail === undefined ? null : fromBase64(tail) }
  }

  /** It does not come to that. */
  discard(): void {
    void this.#prepared?.made.then((made) => made?.content.destroy())
    this.#prepared = null
  }

  async #takePrepared({ sha256 }: FoldProof): Promise<MadeContent | null> {
    if (this.#prepared?.sha256 !== sha256) {
      this.discard()
      return null
    }
    const { made } = this.#prepared
    this.#prepared = null
    return made
  }

  async #make(proof: FoldProof): Promise<MadeContent | null> {
    const { sheet, unsent } = this.#here()
    const seed = await foldLocally(sheet, proof, unsent)
    if (seed === null) {
      return null
    }
    const content = new SheetContent()
    await inSlices(applyBaseFirst(content.doc, seed, this))
    Y.applyUpdate(content.doc, seed)
    await inSlices(content.store.prepare(content.store.ordinals)) // nobody waits for it yet
    return { content, seed }
  }
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
