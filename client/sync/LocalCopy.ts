import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import type { Intent } from './IntentLog.ts'
import { databasePrefix, hasStorage, type Owner } from './keptOnDevice.ts'

const INTENTS = 'intents'

/** A document on this device: what was loaded, what was typed, and which writes the server has not acknowledged. */
export class LocalCopy {
  #persistence: IndexeddbPersistence | null

  constructor(owner: Owner, documentName: string, doc: Y.Doc) {
    this.#persistence = hasStorage() ? new IndexeddbPersistence(`${databasePrefix(owner)}:${documentName}`, doc) : null
  }

  /** Resolves when the document holds what was kept; gives the writes that were still open. */
  async load(): Promise<Intent[]> {
    if (this.#persistence === null) {
      return []
    }
    await this.#persistence.whenSynced
    const kept: unknown = await this.#persistence.get(INTENTS)
    return Array.isArray(kept) ? kept.filter(isIntent) : []
  }

  async keepIntents(intents: readonly Intent[]): Promise<void> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- y-indexeddb types its store as text and numbers; IndexedDB keeps any plain value
    await this.#persistence?.set(INTENTS, structuredClone(intents) as never)
  }

  async close(): Promise<void> {
    await this.#persistence?.destroy()
  }

  /** Removes it from the device. From now on nothing is kept here. */
  async erase(): Promise<void> {
    const persistence = this.#persistence
    this.#persistence = null
    await persistence?.clearData()
  }
}

function isIntent(value: unknown): value is Intent {
  return typeof value === 'object' && value !== null && 'row' in value && 'ordinal' in value && 'value' in value
}
