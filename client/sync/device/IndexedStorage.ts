import * as Y from 'yjs'
import { LARGE_UPDATE_BYTES, type SheetStorage } from './SheetStorage.ts'

const UPDATES = 'updates'
const KEPT = 'kept'
const BY_DOCUMENT = 'document'

interface StoredUpdate {
  document: string
  update: Uint8Array
}

/** A sheet in one IndexedDB database, which all tabs of a person share. Throws DOMException when the browser refuses. */
export async function openIndexedStorage(name: string): Promise<SheetStorage> {
  const opening = indexedDB.open(name, 1)
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(UPDATES, { autoIncrement: true }).createIndex(BY_DOCUMENT, BY_DOCUMENT)
    opening.result.createObjectStore(KEPT)
  })
  return new IndexedStorage(await answerOf(opening))
}

class IndexedStorage implements SheetStorage {
  readonly #db: IDBDatabase

  constructor(db: IDBDatabase) {
    this.#db = db
    // Somebody signs out in another tab and removes the database: it must not be held back, nor come back.
    db.addEventListener('versionchange', () => db.close())
  }

  async updates(document: string): Promise<Uint8Array[]> {
    const request: IDBRequest<StoredUpdate[]> = this.#store(UPDATES, 'readonly').index(BY_DOCUMENT).getAll(document)
    return (await answerOf(request)).map(({ update }) => update)
  }

  async addUpdate(document: string, update: Uint8Array): Promise<void> {
    const stored: StoredUpdate = { document, update }
    const store = this.#store(UPDATES, 'readwrite')
    store.add(stored)
    await endOf(store.transaction)
  }

  async compact(document: string): Promise<void> {
    const store = this.#store(UPDATES, 'readwrite')
    const end = endOf(store.transaction)
    const small: StoredUpdate[] = []
    await eachOf<StoredUpdate>(store, document, (cursor, stored) => {
      if (stored.update.length < LARGE_UPDATE_BYTES) {
        small.push(stored)
        cursor.delete()
      }
    })
    if (small.length > 0) {
      store.add({ document, update: Y.mergeUpdates(small.map(({ update }) => update)) } satisfies StoredUpdate)
    }
    await end
  }

  async erase(document: string): Promise<void> {
    const store = this.#store(UPDATES, 'readwrite')
    const end = endOf(store.transaction)
    await eachOf(store, document, (cursor) => cursor.delete())
    await end
  }

  async keepOnly(documents: ReadonlySet<string>): Promise<void> {
    const store = this.#store(UPDATES, 'readwrite')
    const end = endOf(store.transaction)
    await eachOf<StoredUpdate>(store, null, (cursor, { document }) => {
      if (!documents.has(document)) {
        cursor.delete()
      }
    })
    await end
  }

  async get(name: string): Promise<unknown> {
    const value: unknown = await answerOf(this.#store(KEPT, 'readonly').get(name))
    return value ?? null
  }

  async put(name: string, value: unknown): Promise<void> {
    const store = this.#store(KEPT, 'readwrite')
    store.put(value, name)
    await endOf(store.transaction)
  }

  async remove(name: string): Promise<void> {
    const store = this.#store(KEPT, 'readwrite')
    store.delete(name)
    await endOf(store.transaction)
  }

  async names(prefix: string): Promise<string[]> {
    const keys = await answerOf(this.#store(KEPT, 'readonly').getAllKeys())
    return keys.flatMap((key) => (typeof key === 'string' && key.startsWith(prefix) ? [key] : []))
  }

  close(): void {
    this.#db.close()
  }

  #store(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.#db.transaction(name, mode).objectStore(name)
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser gave no reason')))
  })
}

/** A write is kept when its transaction is complete: a full disk shows only then. */
function endOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the browser gave no reason')))
  })
}

/** Walks the updates of a document, or all of them. */
function eachOf<T>(
  store: IDBObjectStore,
  document: string | null,
  see: (cursor: IDBCursor, value: T) => void,
): Promise<void> {
  const request = document === null ? store.openCursor() : store.index(BY_DOCUMENT).openCursor(document)
  return new Promise((resolve, reject) => {
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser gave no reason')))
    request.addEventListener('success', () => {
      const cursor = request.result
      if (cursor === null) {
        resolve()
        return
      }
      see(cursor, cursor.value)
      cursor.continue()
    })
  })
}
