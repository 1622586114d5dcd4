/** The parts that this server has open, and how they follow the journal. */
import type * as Y from 'yjs'
import { parseDocumentName, documentName } from '#collab/protocol/documentName.ts'
import type { Bell } from './Bell.ts'
import { Closed } from './Closed.ts'
import type { Committed, Head, Journal } from './Journal.ts'
import { Part, type PartListener } from './Part.ts'

export interface PartEvents {
  onChanges: PartListener
  /** The lock changed. */
  onStanding(part: Part): void
  /** The part has ended and is complete; the sheet goes on in that generation. Resolves when everybody on it is told. */
  onSealed(part: Part, generation: number): Promise<void>
  /** Reads anew whatever rights on the part are older than its epoch. */
  refreshRights(part: Part): Promise<void>
  onPollFailed(error: unknown): void
}

export class LiveParts {
  readonly #journal: Journal
  readonly #events: PartEvents
  readonly #pollMs: number
  readonly #bell: Bell
  readonly #parts = new Map<string, Part>()
  readonly #following = new Map<Part, Promise<void>>()
  readonly #soon = new Set<Part>()
  #isFollowingSoon = false
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: { journal: Journal; events: PartEvents; pollMs: number; bell: Bell }) {
    this.#bell = options.bell
    this.#bell.on('heads', (heads) => this.#hear(heads))
    this.#bell.onReady(() => this.followSoon(this.all()))
    this.#journal = options.journal
    this.#events = options.events
    this.#pollMs = options.pollMs
  }

  get(name: string): Part | undefined {
    return this.#parts.get(name)
  }

  all(): Part[] {
    return [...this.#parts.values()]
  }

  /** Fills `doc`, which stays this server's copy until it is destroyed. Throws Closed. */
  async load(name: string, doc: Y.Doc, tenantId: string): Promise<Part> {
    const address = parseDocumentName(name)
    const loaded = address === null ? null : await this.#journal.load(tenantId, address.documentId)
    if (address === null || loaded === null) {
      throw new Closed('not-found')
    }
    if (loaded.generation !== address.generation) {
      throw new Closed('stale-generation')
    }
    const ids = { tenantId, documentId: address.documentId }
    const part = new Part(doc, address.generation, loaded, ids, this.#events.onChanges)
    this.#parts.set(name, part)
    doc.on('destroy', () => {
      part.close()
      if (this.#parts.get(name) === part) {
        this.#parts.delete(name)
      }
    })
    return part
  }

  /** Rows of one commit, handed to their parts; others read them when they load. */
  readonly handleCommitted = (rows: Committed[]): void => {
    const heads = new Map(rows.map(({ entry, seq }) => [entry.documentId, seq]))
    this.#bell.ring('heads', [...heads])
    const byName = Map.groupBy(rows, ({ entry }) => documentName(entry.documentId, entry.generation))
    for (const [name, committed] of byName) {
      this.#parts.get(name)?.arrive(
        committed.map(({ entry, seq }) => ({
          seq,
          userId: entry.author.userId,
          origin: entry.author.origin,
          repaired: entry.repaired,
          clients: entry.clients,
          bytes: entry.bytes,
          gestures: entry.gestures,
          ...(entry.touched === undefined ? {} : { touched: entry.touched }),
        })),
      )
    }
  }

  startPolling(): void {
    if (this.#isStopped) {
      return
    }
    this.#timer = setTimeout(() => void this.#poll(), this.#pollMs)
    this.#timer.unref()
  }

  stopPolling(): void {
    this.#isStopped = true
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }

  /** One question for everything that is open, then the rows that are missing. */
  async follow(parts: readonly Part[]): Promise<void> {
    const open = parts.filter((part) => !part.isClosed)
    if (open.length === 0) {
      return
    }
    const heads = await this.#journal.heads(open.map((part) => part.key.documentId))
    await Promise.all(
      open.map(async (part) => {
        const head = heads.get(part.key.documentId)
        if (head !== undefined) {
          await this.#followTo(part, head)
        }
      }),
    )
  }

  /** Follows these in a moment; what is asked for while others are being followed is one more round for all of it. */
  followSoon(parts: Iterable<Part>): void {
    for (const part of parts) {
      this.#soon.add(part)
    }
    if (!this.#isFollowingSoon) {
      void this.#followAllSoon()
    }
  }

  async #followAllSoon(): Promise<void> {
    this.#isFollowingSoon = true
    while (this.#soon.size > 0 && !this.#isStopped) {
      const parts = [...this.#soon]
      this.#soon.clear()
      await this.follow(parts).catch((error: unknown) => this.#events.onPollFailed(error))
    }
    this.#isFollowingSoon = false
  }

  /** Another server has journaled. */
  #hear(heads: unknown): void {
    const news = new Map(Array.isArray(heads) ? heads.filter(isHead) : [])
    const behind = this.all().filter((part) => (news.get(part.key.documentId) ?? -1) > part.seen)
    if (behind.length > 0) {
      this.followSoon(behind)
    }
  }

  /**
   * What the database says about a document, apart from its rows and rights. Whoever says that the generation has ended
   * has read its last row before.
   */
  learn(part: Part, head: Head): void {
    if (head.epoch < part.epoch) {
      return // an answer that was overtaken
    }
    if (part.locked !== head.locked) {
      part.locked = head.locked
      this.#events.onStanding(part)
    }
    if (isPast(part, head) && !part.isSealed) {
      part.isSealed = true
      part.succession = this.#events.onSealed(part, head.generation)
    }
  }

  async #poll(): Promise<void> {
    try {
      await this.follow(this.all())
    } catch (error) {
      this.#events.onPollFailed(error) // the next round tries again
    }
    this.startPolling()
  }

  async #followTo(part: Part, head: Head): Promise<void> {
    part.epoch = Math.max(part.epoch, head.epoch) // first: who has no right any more gets none of the rows below
    // an ended generation is read to its end once; what comes later is not for it
    if (isPast(part, head) ? !part.isSealed : head.headSeq > part.seen) {
      await this.#pull(part)
    }
    await this.#events.refreshRights(part)
    this.learn(part, head)
  }

  /** One at a time per part: whoever asks meanwhile waits, and then asks for what is still missing. */
  async #pull(part: Part): Promise<void> {
    const before = this.#following.get(part)
    if (before !== undefined) {
      await before
    }
    const running = this.#following.get(part) ?? this.#startPull(part)
    await running
  }

  #startPull(part: Part): Promise<void> {
    const running = this.#journal
      .rowsAfter(part.key, part.seen)
      .then((rows) => part.arrive(rows))
      .finally(() => this.#following.delete(part))
    this.#following.set(part, running)
    return running
  }
}

const isPast = (part: Part, head: Head): boolean => head.generation !== part.key.generation

const isHead = (value: unknown): value is [documentId: number, seq: number] =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger)
