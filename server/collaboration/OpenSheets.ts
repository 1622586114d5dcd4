/** Keeps documents that programs work on in memory for a while, so that a second call finds them loaded. */
import type { LiveDocuments } from '#collab/hocuspocus/LiveDocuments.ts'
import type { DocumentKey } from '#collab/hocuspocus/Journal.ts'
import type { Part } from '#collab/hocuspocus/Part.ts'

type Held = Awaited<ReturnType<LiveDocuments['hold']>>

interface Open {
  held: Promise<Held>
  users: number
  timer: NodeJS.Timeout | null
}

export class OpenSheets {
  readonly #live: LiveDocuments
  readonly #idleMs: number
  readonly #open = new Map<string, Open>()

  constructor(live: LiveDocuments, idleMs: number) {
    this.#live = live
    this.#idleMs = idleMs
  }

  async with<T>(key: DocumentKey, work: (part: Part) => Promise<T>): Promise<T> {
    const name = `${key.documentId}@${key.generation}`
    const open = this.#open.get(name) ?? this.#start(name, key)
    if (open.timer !== null) {
      clearTimeout(open.timer)
      open.timer = null
    }
    open.users++
    let hasEnded = false
    try {
      const { part } = await open.held
      try {
        return await work(part)
      } finally {
        hasEnded = part.isSealed
      }
    } finally {
      open.users--
      this.#releaseLater(name, open, hasEnded ? 0 : this.#idleMs)
    }
  }

  /** The document has ended: it leaves memory when nobody works on it any more. */
  letGo({ documentId, generation }: DocumentKey): void {
    const name = `${documentId}@${generation}`
    const open = this.#open.get(name)
    if (open?.users === 0) {
      this.#release(name, open)
    }
  }

  async releaseAll(): Promise<void> {
    const all = [...this.#open.values()]
    this.#open.clear()
    for (const { timer, held } of all) {
      if (timer !== null) {
        clearTimeout(timer)
      }
      await held.then(({ release }) => release()).catch(() => {})
    }
  }

  #start(name: string, key: DocumentKey): Open {
    const open: Open = { held: this.#live.hold(key), users: 0, timer: null }
    this.#open.set(name, open)
    open.held.catch(() => {
      if (this.#open.get(name) === open) {
        this.#open.delete(name) // the caller hears of it; the next one tries again
      }
    })
    return open
  }

  #releaseLater(name: string, open: Open, delayMs: number): void {
    if (open.users > 0 || this.#open.get(name) !== open) {
      return
    }
    open.timer = setTimeout(() => this.#release(name, open), delayMs)
    open.timer.unref()
  }

  #release(name: string, open: Open): void {
    if (open.timer !== null) {
      clearTimeout(open.timer)
    }
    this.#open.delete(name)
    void open.held.then(({ release }) => release()).catch(() => {}) // gone already
  }
}
