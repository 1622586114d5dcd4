import * as idb from 'lib0/indexeddb'

/** Whom something on this device belongs to; nobody else who signs in gets to it. */
export interface Owner {
  tenantId: string
  userId: string
}

/** What is kept of a sheet beside its document: how it was described, and the values that the server did not take. */
export type KeptKind = 'descriptions' | 'not-saved'

const STORE = 'sheets'

/** Not in tests without a browser. */
export const hasStorage = (): boolean => typeof indexedDB !== 'undefined'

/** Every database of ours begins with this. */
export const databasePrefix = (owner: Owner): string => `carbonsheet:${owner.tenantId}:${owner.userId}`

/** Keeps a value that JSON can hold, under the key of a sheet. */
export async function keepOnDevice(owner: Owner, kind: KeptKind, sheet: string, value: unknown): Promise<void> {
  await within(owner, kind, 'readwrite', (store) => idb.put(store, JSON.stringify(value), sheet))
}

/** What was kept; null when there is nothing. */
export async function keptOnDevice(owner: Owner, kind: KeptKind, sheet: string): Promise<unknown> {
  const text: unknown = await within(owner, kind, 'readonly', (store) => idb.get(store, sheet))
  return typeof text === 'string' ? JSON.parse(text) : null
}

async function within(
  owner: Owner,
  kind: KeptKind,
  access: 'readonly' | 'readwrite',
  work: (store: IDBObjectStore) => Promise<unknown>,
): Promise<unknown> {
  if (!hasStorage()) {
    return null
  }
  const db = await idb.openDB(`${databasePrefix(owner)}:${kind}`, (created) => {
    idb.createStores(created, [[STORE]])
  })
  try {
    const [store] = idb.transact(db, [STORE], access)
    return store === undefined ? null : await work(store)
  } finally {
    db.close()
  }
}
