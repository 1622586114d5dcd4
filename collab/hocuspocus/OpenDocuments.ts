/** Documents of one kind that this server has open, and how they follow their journal. */
import type * as Y from 'yjs'
import type { Bell, BellTopic } from './Bell.ts'
import type { Committed, DocumentKey, Head, Journal } from './Journal.ts'
import type { JournaledDocument } from './JournaledDocument.ts'

export interface DocumentEvents<D> {
  /** The lock changed. */
  onStanding(document: D): void
  /** The document has ended and is complete; it goes on in that generation. Resolves when everybody on it is told. */
  onSealed(document: D, generation: number): Promise<void>
  /** Reads anew whatever rights on the document are older than its epoch. */
  refreshRights(document: D): Promise<void>
  onPollFailed(error: unknown): void
}

export interface OpenDocumentsOptions<D> {
  journal: Pick<Journal, 'heads' | 'rowsAfter'>
  events: DocumentEvents<D>
  pollMs: number
  bell: Bell
  /** By what name servers ring for this kind of documents. */
  topic: BellTopic
  /** Loads the document of that name into `doc`. Throws Closed. */
  load(name: string, doc: Y.Doc, tenantId: string): Promise<D>
}

export class OpenDocuments<D extends JournaledDocument> {
  readonly #options: OpenDocumentsOptions<D>
  readonly #documents = new Map<string, D>()
  readonly #byKey = new Map<string, D>()
  readonly #following = new Map<D, Promise<void>>()
  readonly #soon = new Set<D>()
  #isFollowingSoon = false
  #timer: NodeJS.Timeout | null = null
  #isStopped = false

  constructor(options: OpenDocumentsOptions<D>) {
    this.#options = options
    options.bell.on(options.topic, (heads) => this.#hear(heads))
    options.bell.onReady(() => this.followSoon(this.all()))
  }

  get(name: string): D | undefined {
    return this.#documents.get(name)
  }

  all(): D[] {
    return [...this.#documents.values()]
  }

  /** Fills `doc`, which stays this server's copy until it is destroyed. Throws Closed. */
  async load(name: string, doc: Y.Doc, tenantId: string): Promise<D> {
    const document = await this.#options.load(name, doc, tenantId)
    this.#documents.set(name, document)
    this.#byKey.set(nameOf(document.key), document)
    doc.on('destroy', () => {
      document.close()
      if (this.#byKey.get(nameOf(document.key)) === document) {
        this.#byKey.delete(nameOf(document.key))
      }
      if (this.#documents.get(name) === document) {
        this.#documents.delete(name)
      }
    })
    return document
  }

  /** Rows of one commit, handed to their documents; others read them when they load. */
  readonly handleCommitted = (rows: Committed[]): void => {
    const heads = new Map(rows.map(({ entry, seq }) => [entry.documentId, seq]))
    this.#options.bell.ring(this.#options.topic, [...heads])
    for (const [name, committed] of Map.groupBy(rows, ({ entry }) => nameOf(entry))) {
      this.#byKey.get(name)?.arrive(
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
    this.#timer = setTimeout(() => void this.#poll(), this.#options.pollMs)
    this.#timer.unref()
  }

  stopPolling(): void {
    this.#isStopped = true
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
  }

  /** One question for everything that is open, then the rows that are missing. */
  async follow(documents: readonly D[] = this.all()): Promise<void> {
    const open = documents.filter((document) => !document.isClosed)
    if (open.length === 0) {
      return
    }
    const heads = await this.#options.journal.heads(open.map((document) => document.key.documentId))
    await Promise.all(
      open.map(async (document) => {
        const head = heads.get(document.key.documentId)
        if (head !== undefined) {
          await this.#followTo(document, head)
        }
      }),
    )
  }

  /** Follows these in a moment; what is asked for while others are being followed is one more round for all of it. */
  followSoon(documents: Iterable<D>): void {
    for (const document of documents) {
      this.#soon.add(document)
    }
    if (!this.#isFollowingSoon) {
      void this.#followAllSoon()
    }
  }

  async #followAllSoon(): Promise<void> {
    this.#isFollowingSoon = true
    while (this.#soon.size > 0 && !this.#isStopped) {
      const documents = [...this.#soon]
      this.#soon.clear()
      await this.follow(documents).catch((error: unknown) => this.#options.events.onPollFailed(error))
    }
    this.#isFollowingSoon = false
  }

  /** Another server has journaled. */
  #hear(heads: unknown): void {
    const news = new Map(Array.isArray(heads) ? heads.filter(isHead) : [])
    const behind = this.all().filter((document) => (news.get(document.key.documentId) ?? -1) > document.seen)
    if (behind.length > 0) {
      this.followSoon(behind)
    }
  }

  /**
   * What the database says about a document, apart from its rows and rights. Whoever says that the generation has ended
   * has read its last row before.
   */
  learn(document: D, head: Head): void {
    if (head.epoch < document.epoch) {
      return // an answer that was overtaken
    }
    if (document.locked !== head.locked) {
      document.locked = head.locked
      this.#options.events.onStanding(document)
    }
    if (isPast(document, head) && !document.isSealed) {
      document.isSealed = true
      document.succession = this.#options.events.onSealed(document, head.generation)
    }
  }

  async #poll(): Promise<void> {
    try {
      await this.follow()
    } catch (error) {
      this.#options.events.onPollFailed(error) // the next round tries again
    }
    this.startPolling()
  }

  async #followTo(document: D, head: Head): Promise<void> {
    document.epoch = Math.max(document.epoch, head.epoch) // first: who has no right any more gets none of the rows below
    // an ended generation is read to its end once; what comes later is not for it
    if (isPast(document, head) ? !document.isSealed : head.headSeq > document.seen) {
      await this.#pull(document)
    }
    await this.#options.events.refreshRights(document)
    this.learn(document, head)
  }

  /** One at a time per document: whoever asks meanwhile waits, and then asks for what is still missing. */
  async #pull(document: D): Promise<void> {
    const before = this.#following.get(document)
    if (before !== undefined) {
      await before
    }
    const running = this.#following.get(document) ?? this.#startPull(document)
    await running
  }

  #startPull(document: D): Promise<void> {
    const running = this.#options.journal
      .rowsAfter(document.key, document.seen)
      .then((rows) => document.arrive(rows))
      .finally(() => this.#following.delete(document))
    this.#following.set(document, running)
    return running
  }
}

const isPast = (document: JournaledDocument, head: Head): boolean => head.generation !== document.key.generation

const isHead = (value: unknown): value is [documentId: number, seq: number] =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isSafeInteger)

/** Of one generation of a document. */
const nameOf = ({ documentId, generation }: DocumentKey): string => `${documentId}@${generation}`
