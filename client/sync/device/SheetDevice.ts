import { openIndexedStorage } from './IndexedStorage.ts'
import type { SheetStorage } from './SheetStorage.ts'

/** Whom something on this device belongs to; nobody else who signs in gets to it. */
export interface Owner {
  tenantId: string
  userId: string
}

const RETRY_MS = 2000

/**
 * A sheet on this device, with the knowledge of whether it is kept: a write that fails is tried again until it succeeds,
 * and until then `kept` is false.
 */
export class SheetDevice {
  readonly storage: SheetStorage
  readonly #failed = new Map<string, () => Promise<void>>()
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #closed = false

  constructor(storage: SheetStorage) {
    this.storage = storage
  }

  /** Everything that was to be written is written. */
  get kept(): boolean {
    return this.#failed.size === 0
  }

  /** A write of this name failed and will be made up for. */
  isFailing(name: string): boolean {
    return this.#failed.has(name)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Writes; when that fails, `makeUp` is tried until it succeeds. Of several failed writes of one name the last counts. A
   * later success makes up for a failure only when it writes all that the failed one would have, that is without `makeUp`.
   */
  async write(name: string, work: () => Promise<void>, makeUp: () => Promise<void> = work): Promise<void> {
    try {
      await work()
      if (work === makeUp) {
        this.#settle(name)
      }
    } catch {
      this.#fail(name, makeUp)
    }
  }

  /** Reads; `otherwise` when that fails. */
  async read<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work()
    } catch {
      return otherwise
    }
  }

  /** What failed under this name is not wanted any more. */
  forget(name: string): void {
    this.#settle(name)
  }

  close(): void {
    this.#closed = true
    this.#listeners.clear()
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
    }
    this.storage.close()
  }

  #settle(name: string): void {
    if (this.#failed.delete(name)) {
      this.#tell()
    }
  }

  #fail(name: string, makeUp: () => Promise<void>): void {
    if (this.#closed) {
      return
    }
    const isNews = !this.#failed.has(name)
    this.#failed.set(name, makeUp)
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      for (const [failed, again] of this.#failed) {
        void this.write(failed, again)
      }
    }, RETRY_MS)
    if (isNews) {
      this.#tell()
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener()
    }
  }
}

/** Opens what this browser keeps of a sheet. A browser that refuses to keep anything gives a device that keeps nothing. */
export async function openSheetDevice({ tenantId, userId }: Owner, sheet: string): Promise<SheetDevice> {
  const name = `carbonsheet:${tenantId}:${userId}:${sheet}`
  const storage = await openIndexedStorage(name).catch((): SheetStorage => new NoStorage())
  const device = new SheetDevice(storage)
  // A full disk is found out now, not at the first edit.
  void device.write('opened', () => storage.put('opened', Date.now()))
  return device
}

/** Storage that the browser does not give. */
class NoStorage implements SheetStorage {
  readonly updates = refuse
  readonly addUpdate = refuse
  readonly compact = refuse
  readonly erase = refuse
  readonly keepOnly = refuse
  readonly get = refuse
  readonly put = refuse
  readonly remove = refuse
  readonly names = refuse

  close(): void {}
}

const refuse = (): Promise<never> => Promise.reject(new Error('this browser keeps nothing'))
