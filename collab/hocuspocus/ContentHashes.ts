/**
 * Equal positions in the journal must mean equal content, on every server and at every client. When a part has been quiet
 * for a while its content is hashed, in steps of some milliseconds, and compared: each client compares with its own, and
 * servers compare through the database. State vectors would not do: they say nothing of deletions.
 */
import type { Connection, Document } from '@hocuspocus/server'
import type { MismatchMessage } from '#collab/protocol/hashes.ts'
import { hashInSteps } from '#collab/schema/contentHash.ts'
import { closeConnection, peopleOn, sendTo } from './connections.ts'
import type { LiveMetrics } from './LiveMetrics.ts'
import type { Part } from './Part.ts'
import type { LiveDocumentLog } from './ports.ts'

/** What this server has at a position. */
export interface SaidHash {
  seq: number
  hash: string
  /** The journal says so too. */
  isProved: boolean
}

export interface ContentHashesOptions {
  documentOf(part: Part): Document | undefined
  /** Says it to the other servers. False: one of them has said something else of the same position. */
  record(part: Part, said: SaidHash): Promise<boolean>
  /** Of the same position, from the journal alone; null when the journal has gone on. */
  coldHash(part: Part, seq: number): Promise<string | null>
  /** This server has something else in memory: programs shall not go on with it, and it shall be loaded from the journal. */
  handleWrong(part: Part): Promise<void>
  /** How long nothing was written, in milliseconds. */
  quietMs: number
  log: LiveDocumentLog
  metrics: LiveMetrics
}

interface State {
  timer: NodeJS.Timeout | null
  /** What was told last. */
  hash: string | null
  seq: number
  told: WeakSet<Connection>
  reported: WeakSet<Connection>
}

export class ContentHashes {
  readonly #options: ContentHashesOptions
  readonly #states = new WeakMap<Part, State>()
  #isStopped = false

  constructor(options: ContentHashesOptions) {
    this.#options = options
  }

  /** Something was written, or somebody came: there is something to compare once it is quiet. */
  wait(part: Part): void {
    if (this.#isStopped) {
      return
    }
    const state = this.#stateOf(part)
    if (state.timer === null) {
      state.timer = setTimeout(() => void this.#compare(part, state), this.#options.quietMs).unref()
    } else {
      state.timer.refresh()
    }
  }

  stop(): void {
    this.#isStopped = true
  }

  /** A client has other content than it was told: it has to load the document anew. */
  handleMismatch(part: Part, connection: Connection, { hash, own }: MismatchMessage): void {
    const { reported, ...state } = this.#stateOf(part)
    if (hash !== state.hash || own === hash || !state.told.has(connection) || reported.has(connection)) {
      return // not about what this server said last
    }
    reported.add(connection)
    this.#options.metrics.hashDiffers('client')
    this.#options.log.warn({ ...part.key, seq: state.seq }, 'a client has other content than the server')
    closeConnection(connection, 'diverged')
  }

  async #compare(part: Part, state: State): Promise<void> {
    const { log, documentOf } = this.#options
    state.timer = null
    try {
      const document = documentOf(part)
      if (document === undefined || this.#isStopped || document.getConnectionsCount() === 0) {
        return
      }
      if (state.hash === null || state.seq !== part.seen) {
        await this.#hash(part, state)
      }
      if (state.hash !== null && state.seq === part.seen && !part.isClosed) {
        this.#tell(document, state, state.hash)
      }
    } catch (error) {
      log.error({ err: error, ...part.key }, 'content could not be compared; it is tried again')
      state.hash = null // nobody is told what could not be compared
      this.wait(part)
    }
  }

  /** Leaves the state as it is when something is written meanwhile: that will be quiet again too. */
  async #hash(part: Part, state: State): Promise<void> {
    const seq = part.seen
    const steps = hashInSteps(part.sheet)
    let step = steps.next()
    while (step.done !== true) {
      await new Promise((resolve) => setImmediate(resolve))
      if (part.seen !== seq || part.isClosed) {
        return
      }
      step = steps.next()
    }
    Object.assign(state, { hash: step.value, seq, told: new WeakSet(), reported: new WeakSet() })
    if (!(await this.#options.record(part, { seq, hash: step.value, isProved: false }))) {
      await this.#settle(part, state)
    }
  }

  /** Two servers differ: the journal knows which of them is wrong. */
  async #settle(part: Part, state: State): Promise<void> {
    const { metrics, log, coldHash, documentOf, handleWrong, record } = this.#options
    metrics.hashDiffers('server')
    log.error({ ...part.key, seq: state.seq }, 'two servers have other content at the same position')
    const cold = await coldHash(part, state.seq)
    const document = documentOf(part)
    if (cold !== null && cold === state.hash) {
      await record(part, { seq: state.seq, hash: cold, isProved: true })
    } else if (cold !== null && document !== undefined) {
      state.hash = null
      await handleWrong(part)
      for (const { connection } of peopleOn(document)) {
        closeConnection(connection, 'load-failed') // whoever comes back finds it loaded anew
      }
    }
  }

  #tell(document: Document, { told }: State, hash: string): void {
    for (const { connection } of peopleOn(document)) {
      if (!told.has(connection)) {
        told.add(connection)
        sendTo(connection, { type: 'hash', hash })
      }
    }
  }

  #stateOf(part: Part): State {
    let state = this.#states.get(part)
    if (state === undefined) {
      state = { timer: null, hash: null, seq: -1, told: new WeakSet(), reported: new WeakSet() }
      this.#states.set(part, state)
    }
    return state
  }
}
