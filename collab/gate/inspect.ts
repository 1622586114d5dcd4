/**
 * What does this update do? Pure: looks at the document and the bytes, changes neither.
 * Every struct and every deletion is resolved to a cell or a patch, or the whole update is refused (HardRefusal).
 */
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Block } from '#collab/schema/block.ts'
import { encodeUpdate, isOrdered, type DeleteSet } from '#collab/schema/encodeUpdate.ts'
import { BASE, CELLS, parseCellKey, PATCHES } from '#collab/schema/layout.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { checkBlock, checkValue } from './checkValue.ts'
import { lastOfNew } from './cellOrder.ts'
import { readBlock, writtenValue } from './contents.ts'
import { decodeUpdate } from './decodeUpdate.ts'
import { tailsOf } from './entries.ts'
import { FreshItems } from './FreshItems.ts'
import { HardRefusal } from './HardRefusal.ts'
import { LIMITS, type Limits } from './limits.ts'

/** All writes of one update to one cell of the cells layer. */
export interface CellWrite {
  key: string
  row: string
  ordinal: number
  items: Y.Item[]
  /** The entry that the author saw when writing; null when there was none. */
  seen: Y.ID | null
  before: CellValue
  after: CellValue
  /**
   * The entries on which no other one stands: one of them, or what the document has, is the last of the cell in the end. One
   * is usual; two tabs of a person that wrote at once make two, and a crafted update can make more.
   */
  tails: Y.Item[]
  /** Those that the update does not itself delete again or cover with a later patch. None: it is not the author's last word. */
  standing: Y.Item[]
  /** The one of them that comes last in the cell, and shows if it stands; null: an entry of the document stays last. */
  last: Y.Item | null
}

/** A live entry of the cells layer that the update deletes, other than by writing directly on top of it. */
export interface CellDelete {
  key: string
  row: string
  ordinal: number
  item: Y.Item
  before: CellValue
}

export interface PatchWrite {
  item: Y.Item
  block: Block
  /** The last entry of the patches that the author has seen; null when there was none. */
  seen: Y.Item | null
}

export interface Inspection {
  /** The update in the order of Yjs and without what the document has: only what was looked at is ever journaled. */
  update: Uint8Array
  /** Structs that the document does not have yet, in clock order per client. Empty with no deletes = nothing new. */
  structs: Y.Item[]
  deleteSet: DeleteSet
  writes: Map<string, CellWrite>
  patches: PatchWrite[]
  deletes: CellDelete[]
}

/** `owns`: may this author use that Yjs client id? Throws HardRefusal. */
export function inspect(
  sheet: Sheet,
  update: Uint8Array,
  owns: (client: number) => boolean,
  limits: Limits = LIMITS,
): Inspection {
  if (update.length > limits.bytes) {
    throw new HardRefusal('too-large')
  }
  const { structs, ds } = decodeUpdate(update)
  if (structs.length > limits.structs) {
    throw new HardRefusal('too-many-structs')
  }
  const found = new Inspector(sheet, ds, owns, limits).run(structs)
  const isWhole = found.structs.length === structs.length && found.structs.every((item, i) => item === structs[i])
  const isUsual = isWhole && isOrdered(ds)
  return { ...found, update: isUsual ? update : encodeUpdate(found.structs, ds, []) }
}

type Struct = Y.Item | Y.GC | Y.Skip
/** Where an item lives: the key of a cell, or PATCH for an entry of the patches. */
const PATCH = Symbol('patch')
type Place = string | typeof PATCH

/** Deeper chains of origins inside one update are a crafted circle. */
const MAX_DEPTH = 1000

class Inspector {
  readonly #sheet: Sheet
  readonly #deleteSet: DeleteSet
  readonly #owns: (client: number) => boolean
  readonly #limits: Limits
  readonly #fresh = new FreshItems()
  readonly #places = new Map<Y.Item, Place>()
  readonly #visited = new Set<Y.Item>()
  readonly #nextClock = new Map<number, number>()
  readonly #writes = new Map<string, CellWrite>()
  readonly #patches: PatchWrite[] = []
  readonly #deletes: CellDelete[] = []
  #depth = 0

  constructor(sheet: Sheet, deleteSet: DeleteSet, owns: (client: number) => boolean, limits: Limits) {
    this.#sheet = sheet
    this.#deleteSet = deleteSet
    this.#owns = owns
    this.#limits = limits
  }

  run(structs: Struct[]): Omit<Inspection, 'update'> {
    for (const struct of structs) {
      this.#admit(struct)
    }
    for (const item of this.#fresh.items) {
      this.#place(item)
    }
    for (const item of this.#fresh.items) {
      this.#visitInOrder(item)
    }
    for (const write of this.#writes.values()) {
      write.tails = tailsOf(write.items)
      write.standing = write.tails.filter((tail) => !this.#isGone(tail, write))
      write.last = lastOfNew(this.#sheet, write.key, write.items)
    }
    this.#visitDeletes()
    return {
      structs: this.#fresh.items,
      deleteSet: this.#deleteSet,
      writes: this.#writes,
      patches: this.#patches,
      deletes: this.#deletes,
    }
  }

  /** Clocks without a gap, own client ids only, no kinds that we never write. */
  #admit(struct: Struct): void {
    const { client, clock } = struct.id
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentAny && struct.length > 1) {
      throw new HardRefusal('unsupported') // an entry of a cell has one value
    }
    if (struct instanceof Y.Item && struct.length > this.#limits.structs) {
      throw new HardRefusal('too-many-structs') // of as many changes one is left: whoever counts them would not end
    }
    const expected = this.#nextClock.get(client) ?? Y.getState(this.#sheet.doc.store, client)
    if (clock + struct.length <= expected) {
      return // known already (a reconnecting client sends it again)
    }
    if (struct instanceof Y.Skip || clock > expected) {
      throw new HardRefusal('clock-gap')
    }
    if (!(struct instanceof Y.Item)) {
      throw new HardRefusal('unsupported')
    }
    if (!this.#owns(client)) {
      throw new HardRefusal('foreign-client')
    }
    this.#nextClock.set(client, clock + struct.length)
    this.#fresh.add(clock < expected ? restOf(struct, expected - clock) : struct)
  }

  /** As Yjs itself will: the parent as written, else the one of the left neighbour, else of the right. */
  #place(item: Y.Item): Place {
    const known = this.#places.get(item)
    if (known !== undefined) {
      return known
    }
    const left = item.origin === null ? null : this.#find(item.origin)
    const right = item.rightOrigin === null ? null : this.#find(item.rightOrigin)
    const neighbour = left ?? right
    const place = neighbour === null ? rootPlace(item) : this.#placeOf(neighbour)
    // cells and bulk writes are only ever appended
    if (right !== null && !(this.#limits.inserts && place === PATCH && this.#placeOf(right) === PATCH)) {
      throw new HardRefusal('unsupported')
    }
    this.#places.set(item, place)
    return place
  }

  #placeOf(item: Y.Item): Place {
    const { base, cells, patches } = this.#sheet.layers
    const parent: unknown = item.parent
    if (parent === cells) {
      return item.parentSub!
    }
    if (parent === patches) {
      return PATCH
    }
    if (parent instanceof Y.AbstractType) {
      throw new HardRefusal(parent === base ? 'base-touched' : 'unknown-root')
    }
    const place = this.#places.get(item)
    if (place !== undefined) {
      return place
    }
    if (++this.#depth > MAX_DEPTH) {
      throw new HardRefusal('unsupported')
    }
    const resolved = this.#place(item)
    this.#depth--
    return resolved
  }

  #find(id: Y.ID): Y.Item {
    const { store } = this.#sheet.doc
    const known = id.clock < Y.getState(store, id.client) ? store.clients.get(id.client) : undefined
    const found = known === undefined ? this.#fresh.at(id) : known[Y.findIndexSS(known, id.clock)]
    if (found === undefined) {
      throw new HardRefusal('unknown-dependency')
    }
    if (!(found instanceof Y.Item)) {
      throw new HardRefusal('unsupported')
    }
    return found
  }

  /** What an item was written on comes first: a person who closed a tab goes on under another client id in the next one. */
  #visitInOrder(item: Y.Item): void {
    const chain: Y.Item[] = []
    for (let at: Y.Item | undefined = item; at !== undefined && !this.#visited.has(at); at = this.#below(at)) {
      this.#visited.add(at)
      chain.push(at)
    }
    chain.toReversed().forEach((one) => this.#visit(one))
  }

  /** Undefined when that is not in this update. */
  #below({ origin }: Y.Item): Y.Item | undefined {
    return origin === null ? undefined : this.#fresh.at(origin)
  }

  #visit(item: Y.Item): void {
    const place = this.#places.get(item)!
    if (place === PATCH) {
      this.#visitPatch(item)
    } else {
      this.#visitCell(item, place)
    }
  }

  #visitCell(item: Y.Item, key: string): void {
    const cell = parseCellKey(key)
    if (cell === null) {
      throw new HardRefusal('unknown-root')
    }
    const value = writtenValue(item)
    if (value !== undefined) {
      checkValue(cell.ordinal, value)
    }
    const known = this.#writes.get(key)
    if (known !== undefined) {
      known.items.push(item)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- isCellValue has looked at it above
      known.after = value === undefined ? known.after : (value as CellValue)
      return
    }
    const before = this.#sheet.value(cell.row, cell.ordinal)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- isCellValue has looked at it above
    const after = value === undefined ? before : (value as CellValue)
    const write = { key, ...cell, items: [item], seen: item.origin, before, after }
    this.#writes.set(key, { ...write, tails: [], standing: [], last: null })
  }

  #visitPatch(item: Y.Item): void {
    if (item.content instanceof Y.ContentDeleted) {
      return
    }
    if (!(item.content instanceof Y.ContentBinary)) {
      throw new HardRefusal('unsupported')
    }
    if (this.#isDeleted(item)) {
      throw new HardRefusal('patch-deleted')
    }
    const block = readBlock(item.content.content)
    checkBlock(block, this.#limits.cells)
    this.#patches.push({ item, block, seen: this.#seenBy(item) })
  }

  #seenBy(item: Y.Item): Y.Item | null {
    let left: Y.Item | null = item
    while (left !== null && !isIn(this.#sheet.doc.store, left)) {
      left = left.origin === null ? null : this.#find(left.origin)
    }
    return left
  }

  #overwrites(key: string, item: Y.Item): boolean {
    const items = this.#writes.get(key)?.items ?? []
    return items.some(({ origin }) => origin !== null && Y.compareIDs(origin, item.lastId))
  }

  #isDeleted({ id: { client, clock } }: Y.Item): boolean {
    const ranges = this.#deleteSet.clients.get(client) ?? []
    return ranges.some((range) => range.clock <= clock && clock < range.clock + range.len)
  }

  #isGone(tail: Y.Item, { row, ordinal }: CellWrite): boolean {
    const { client, clock } = tail.id
    return (
      tail.content instanceof Y.ContentDeleted ||
      this.#isDeleted(tail) ||
      this.#patches.some(
        ({ item, block }) => item.id.client === client && item.id.clock > clock && covers(block, row, ordinal),
      )
    )
  }

  /** Only live items of the document matter; what the update itself wrote and deleted is its own business. */
  #visitDeletes(): void {
    const { store } = this.#sheet.doc
    for (const [client, ranges] of this.#deleteSet.clients) {
      const known = store.clients.get(client)
      const state = Y.getState(store, client)
      for (const { clock, len } of ranges) {
        if (clock + len > (this.#nextClock.get(client) ?? state)) {
          throw new HardRefusal('unknown-dependency')
        }
        if (known !== undefined && clock < state) {
          this.#visitRange(known, clock, clock + len)
        }
      }
    }
  }

  #visitRange(known: (Y.Item | Y.GC)[], start: number, end: number): void {
    for (let i = Y.findIndexSS(known, start); i < known.length && known[i]!.id.clock < end; i++) {
      const item = known[i]!
      if (item.deleted || !(item instanceof Y.Item)) {
        continue
      }
      const place = this.#placeOf(item)
      if (place === PATCH) {
        throw new HardRefusal('patch-deleted')
      }
      const cell = parseCellKey(place)
      if (cell !== null && !this.#overwrites(place, item)) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the document holds has passed the gate
        this.#deletes.push({ key: place, ...cell, item, before: item.content.getContent()[0] as CellValue })
      }
    }
  }
}

/** Behind what is known of it, as Yjs will put it; Yjs would believe it where that is, and another replica would not. */
function restOf({ id: { client, clock }, rightOrigin, content }: Y.Item, known: number): Y.Item {
  const origin = Y.createID(client, clock + known - 1)
  const rest = content.splice(known)
  return new Y.Item(Y.createID(client, clock + known), null, origin, null, rightOrigin, null, null, rest)
}

const isIn = (store: Y.Doc['store'], { id }: Y.Item): boolean => id.clock < Y.getState(store, id.client)

/** Whether a bulk write has that cell. */
export const covers = (block: Block, row: string, ordinal: number): boolean =>
  block.has(ordinal) && block.find(row) >= 0

/** Of an item without neighbours: it names its root. */
function rootPlace(item: Y.Item): Place {
  const root: unknown = item.parent // as decoded: the name of a root type, an id (nested), or null
  if (root === CELLS && item.parentSub !== null) {
    return item.parentSub
  }
  if (root === PATCHES && item.parentSub === null) {
    return PATCH
  }
  throw new HardRefusal(root === BASE ? 'base-touched' : 'unknown-root')
}
