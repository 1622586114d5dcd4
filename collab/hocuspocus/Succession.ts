/**
 * How people get from one generation of a part to the next: everybody is told where it goes on before anything is refused
 * or closed on the old one, and whoever stays on it in spite of that is closed a while later.
 */
import type { Connection, Document } from '@hocuspocus/server'
import type { FoldProof, GenerationMessage } from '#collab/protocol/generations.ts'
import { documentName } from '#collab/protocol/documentName.ts'
import type { Changes } from './changes.ts'
import { closeConnection, peopleOn, sendTo } from './connections.ts'
import type { Part } from './Part.ts'
import type { LiveDocumentLog } from './ports.ts'
import { RecentChanges } from './RecentChanges.ts'

/** A fold of a part: what the next generation begins with. */
export interface Fold {
  /** What of the journal it holds. */
  seq: number
  sha256: Uint8Array
}

/** The generation behind a part, as far as it is a fold of it. */
export interface Successor extends Fold {
  /** What followed the fold. */
  tail: Uint8Array | null
}

export interface SuccessionOptions {
  documentOf(part: Part): Document | undefined
  /** Null when the generation behind this one is not simply its fold. */
  successorOf(part: Part): Promise<Successor | null>
  log: LiveDocumentLog
  /** How long people may stay on what has ended. */
  patienceMs: number
}

/** A larger tail is downloaded with the sheet. */
const MAX_TAIL_BYTES = 256 << 10

export class Succession {
  readonly #options: SuccessionOptions
  readonly #recent = new WeakMap<Part, RecentChanges>()
  readonly #messages = new WeakMap<Part, GenerationMessage>()

  constructor(options: SuccessionOptions) {
    this.#options = options
  }

  /** The listener of every open part. */
  readonly handleChanges = (part: Part, changes: readonly Changes[]): void => {
    let recent = this.#recent.get(part)
    if (recent === undefined) {
      recent = new RecentChanges((changes[0]?.seq ?? part.seen) - 1)
      this.#recent.set(part, recent)
    }
    recent.add(changes)
  }

  /** A part is about to go on as this fold. Answers how many people were told, who may begin to make it. */
  announce(part: Part, fold: Fold): number {
    const proof = this.#proofOf(part, fold)
    const document = this.#options.documentOf(part)
    if (proof === null || document === undefined || part.isClosed) {
      return 0
    }
    document.flush() // what the proof speaks of goes out first
    const people = [...peopleOn(document)]
    people.forEach(({ connection }) => sendTo(connection, { type: 'folding', name: nextNameOf(part), ...proof }))
    return people.length
  }

  /** A part has ended, and has everything that was ever written to it. Resolves when everybody is told. */
  async end(part: Part, generation: number): Promise<void> {
    const message = await this.#messageOf(part, generation)
    this.#messages.set(part, message)
    const document = this.#options.documentOf(part)
    if (document === undefined) {
      return
    }
    document.flush()
    for (const { connection } of peopleOn(document)) {
      sendTo(connection, message)
    }
    setTimeout(() => {
      for (const { connection } of peopleOn(document)) {
        closeConnection(connection, 'stale-generation')
      }
    }, this.#options.patienceMs).unref()
  }

  /** Somebody came when everybody else had been told. */
  tell(connection: Connection, part: Part): void {
    const message = this.#messages.get(part)
    if (message !== undefined) {
      sendTo(connection, message)
    }
  }

  async #messageOf(part: Part, generation: number): Promise<GenerationMessage> {
    const plain = { type: 'generation' as const, name: documentName(part.key.documentId, generation) }
    const isNext = generation === part.key.generation + 1
    try {
      const successor = isNext ? await this.#options.successorOf(part) : null
      const fold = successor === null ? null : this.#proofOf(part, successor)
      if (successor === null || fold === null || (successor.tail?.length ?? 0) > MAX_TAIL_BYTES) {
        return plain
      }
      const tail = successor.tail === null ? {} : { tail: Buffer.from(successor.tail).toString('base64') }
      return { ...plain, fold, ...tail }
    } catch (error) {
      this.#options.log.warn(
        { err: error, documentName: plain.name },
        'a fold could not be described; it is downloaded',
      )
      return plain
    }
  }

  #proofOf(part: Part, { seq, sha256 }: Fold): FoldProof | null {
    const before = seq === part.seen ? [] : (this.#recent.get(part)?.before(seq) ?? null)
    return before === null ? null : { sha256: Buffer.from(sha256).toString('hex'), before }
  }
}

const nextNameOf = ({ key }: Part): string => documentName(key.documentId, key.generation + 1)
