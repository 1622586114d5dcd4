/** In which order Yjs puts new entries of a cell among those that the document has (`Item.integrate` of Yjs 13). */
import * as Y from 'yjs'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { lastEntry } from './entries.ts'
import { FreshItems } from './FreshItems.ts'
import { HardRefusal } from './HardRefusal.ts'

/** An entry, or a part of merged ones. */
interface Entry {
  id: Y.ID
  length: number
  origin: Y.ID | null
  /** Of the update; null: of the document. */
  item: Y.Item | null
}

/** So many entries are passed over at most. Only a crafted update has that many beside each other. */
const MAX_STEPS = 1_000_000

/**
 * The one of the new entries that comes last, and shows if it is not deleted; null when one of the document stays last.
 * `items`: all of the update for that cell, each behind what it is written on.
 */
export function lastOfNew(sheet: Sheet, key: string, items: readonly Y.Item[]): Y.Item | null {
  const known = lastEntry(sheet, key)
  const [only, ...others] = items
  if (only !== undefined && others.length === 0 && isSameId(only.origin, known?.lastId ?? null)) {
    return only
  }
  return new Chain(sheet, known, items).lastOfNew()
}

class Chain {
  readonly #sheet: Sheet
  readonly #entries: Entry[] = []
  /** Of the document: merged ones in parts where something new was put between them. */
  readonly #known = new Map<Y.Item | Y.GC, Entry[]>()
  readonly #new = new Map<Y.Item, Entry>()
  readonly #fresh = new FreshItems()
  #steps = 0

  constructor(sheet: Sheet, known: Y.Item | undefined, items: readonly Y.Item[]) {
    this.#sheet = sheet
    for (let item = known ?? null; item !== null; item = item.left) {
      const entry: Entry = { id: item.id, length: item.length, origin: item.origin, item: null }
      this.#entries.push(entry)
      this.#known.set(item, [entry])
    }
    this.#entries.reverse()
    items.toSorted((a, b) => a.id.clock - b.id.clock).forEach((item) => this.#fresh.add(item))
    items.forEach((item) => this.#insert(item))
  }

  lastOfNew(): Y.Item | null {
    return this.#entries.at(-1)?.item ?? null
  }

  #insert(item: Y.Item): void {
    const { id, length, origin } = item
    const start = origin === null ? 0 : this.#behind(origin)
    let place = start
    const passed = new Set<Entry>()
    const conflicting = new Set<Entry>()
    for (let i = start; i < this.#entries.length; i++) {
      if (++this.#steps > MAX_STEPS) {
        throw new HardRefusal('too-many-structs')
      }
      const one = this.#entries[i]!
      passed.add(one)
      conflicting.add(one)
      const isSibling = isSameId(one.origin, origin)
      const under = isSibling || one.origin === null ? undefined : this.#at(one.origin)
      if (isSibling ? one.id.client >= id.client : under === undefined || !passed.has(under)) {
        break
      }
      if (under === undefined || !conflicting.has(under)) {
        place = i + 1
        conflicting.clear()
      }
    }
    const entry: Entry = { id, length, origin, item }
    this.#entries.splice(place, 0, entry)
    this.#new.set(item, entry)
  }

  /** The place behind that id; merged entries are parted there. */
  #behind(id: Y.ID): number {
    const entry = this.#at(id)
    const index = entry === undefined ? -1 : this.#entries.lastIndexOf(entry)
    if (entry === undefined || index < 0) {
      throw new HardRefusal('unknown-dependency')
    }
    const kept = id.clock - entry.id.clock + 1
    if (kept < entry.length && entry.item === null) {
      const rest = { ...entry, id: Y.createID(id.client, id.clock + 1), length: entry.length - kept, origin: id }
      entry.length = kept
      this.#entries.splice(index + 1, 0, rest)
      this.#known.get(this.#struct(id))!.push(rest)
    }
    return index + 1
  }

  #at(id: Y.ID): Entry | undefined {
    if (id.clock < Y.getState(this.#sheet.doc.store, id.client)) {
      const parts = this.#known.get(this.#struct(id))
      return parts?.find((part) => id.clock >= part.id.clock && id.clock < part.id.clock + part.length)
    }
    const item = this.#fresh.at(id)
    return item === undefined ? undefined : this.#new.get(item)
  }

  #struct({ client, clock }: Y.ID): Y.Item | Y.GC {
    const structs = this.#sheet.doc.store.clients.get(client)!
    return structs[Y.findIndexSS(structs, clock)]!
  }
}

const isSameId = (a: Y.ID | null, b: Y.ID | null): boolean =>
  a === b || (a !== null && b !== null && Y.compareIDs(a, b))
