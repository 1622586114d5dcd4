import * as idb from 'lib0/indexeddb'
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import type { Intent } from './IntentLog.ts'

/** Whom the copy belongs to; nobody else signs in to it. */
export interface Owner {
  tenantId: string
  userId: string
}

const INTENTS = 'intents'
const DESCRIPTIONS = 'descriptions'
const DESCRIPTIONS_STORE = 'sheets'

const hasStorage = (): boolean => typeof indexedDB !== 'undefined'

const prefix = (owner: Owner): string => `carbonsheet:${owner.tenantId}:${owner.userId}`

/** A document on this device: what was loaded, what was typed, and which writes the server has not acknowledged. */
export class LocalCopy {
  readonly #persistence: IndexeddbPersistence | null

  constructor(owner: Owner, documentName: string, doc: Y.Doc) {
    this.#persistence = hasStorage() ? new IndexeddbPersistence(`${prefix(owner)}:${documentName}`, doc) : null
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

  /** Removes it from the device. */
  async erase(): Promise<void> {
    await this.#persistence?.clearData()
  }
}

function isIntent(value: unknown): value is Intent {
  return typeof value === 'object' && value !== null && 'row' in value && 'ordinal' in value && 'value' in value
}

async function descriptions(owner: Owner): Promise<IDBDatabase> {
  return idb.openDB(`${prefix(owner)}:${DESCRIPTIONS}`, (db) => {
    idb.createStores(db, [[DESCRIPTIONS_STORE]])
  })
}

/** Keeps the description of a sheet on this device, so that the sheet can be opened while the server is out of reach. */
export async function keepDescription(owner: Owner, key: string, description: object): Promise<void> {
  if (!hasStorage()) {
    return
  }
  const db = await descriptions(owner)
  const [store] = idb.transact(db, [DESCRIPTIONS_STORE])
  if (store !== undefined) {
    await idb.put(store, JSON.stringify(description), key)
  }
  db.close()
}

/** The description that was kept; null when there is none. */
export async function keptDescription(owner: Owner, key: string): Promise<unknown> {
  if (!hasStorage()) {
    return null
  }
  const db = await descriptions(owner)
  const [store] = idb.transact(db, [DESCRIPTIONS_STORE], 'readonly')
  const text: unknown = store === undefined ? null : await idb.get(store, key)
  db.close()
  return typeof text === 'string' ? JSON.parse(text) : null
}
