import * as Y from 'yjs'
import { LARGE_UPDATE_BYTES, type SheetStorage } from '../device/SheetStorage.ts'

/** A disk that can be full, and that can be copied as it would be found after a crash. */
export class MemoryStorage implements SheetStorage {
  isFull = false
  readonly #updates: { document: string; update: Uint8Array }[] = []
  readonly #kept = new Map<string, unknown>()

  copy(): MemoryStorage {
    const copy = new MemoryStorage()
    copy.#updates.push(...this.#updates)
    this.#kept.forEach((value, name) => copy.#kept.set(name, structuredClone(value)))
    return copy
  }

  /** Everything that is on the disk, as text. */
  dump(): string {
    return JSON.stringify([[...this.#kept], this.#updates.map(({ document, update }) => [document, [...update]])])
  }

  documents(): string[] {
    return [...new Set(this.#updates.map(({ document }) => document))]
  }

  async updates(document: string): Promise<Uint8Array[]> {
    return this.#updates.filter((one) => one.document === document).map(({ update }) => update)
  }

  async addUpdate(document: string, update: Uint8Array): Promise<void> {
    this.#write()
    this.#updates.push({ document, update })
  }

  async compact(document: string): Promise<void> {
    this.#write()
    const small = this.#remove((one) => one.document === document && one.update.length < LARGE_UPDATE_BYTES)
    if (small.length > 0) {
      this.#updates.push({ document, update: Y.mergeUpdates(small) })
    }
  }

  async erase(document: string): Promise<void> {
    this.#write()
    this.#remove((one) => one.document === document)
  }

  async keepOnly(documents: ReadonlySet<string>): Promise<void> {
    this.#write()
    this.#remove((one) => !documents.has(one.document))
  }

  async get(name: string): Promise<unknown> {
    return structuredClone(this.#kept.get(name) ?? null)
  }

  async put(name: string, value: unknown): Promise<void> {
    this.#write()
    this.#kept.set(name, structuredClone(value))
  }

  async remove(name: string): Promise<void> {
    this.#write()
    this.#kept.delete(name)
  }

  async names(prefix: string): Promise<string[]> {
    return [...this.#kept.keys()].filter((name) => name.startsWith(prefix))
  }

  close(): void {}

  #write(): void {
    if (this.isFull) {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    }
  }

  #remove(isGone: (one: { document: string; update: Uint8Array }) => boolean): Uint8Array[] {
    const gone = this.#updates.filter(isGone)
    const left = this.#updates.filter((one) => !isGone(one))
    this.#updates.splice(0, this.#updates.length, ...left)
    return gone.map(({ update }) => update)
  }
}
