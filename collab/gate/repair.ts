/**
 * The update that is journaled, applied and broadcast instead of one that could not be taken as it is.
 *
 * A refused struct keeps its id and its place but loses its content (ContentDeleted, exactly what Yjs' own garbage
 * collector leaves of an overwritten value), so the author's clocks have no gap and the value is in no byte from here on.
 * Behind it comes one struct of this server with the value that was there, or an empty mark when that value comes from
 * a lower layer. Both travel in one update: whoever applies it, the author included, ends with the same chain.
 *
 * It is a function of the bytes and the document as it is; the caller makes sure that nothing moves until it is applied.
 */
import * as Y from 'yjs'
import type { Block } from '#collab/schema/block.ts'
import { encodeBlock } from '#collab/schema/encodeBlock.ts'
import type { Sheet } from '#collab/schema/Sheet.ts'
import { valueOf } from './contents.ts'
import type { Decision } from './decide.ts'
import { encodeUpdate } from '#collab/schema/encodeUpdate.ts'
import { lastEntry } from './entries.ts'
import type { Inspection } from './inspect.ts'

export function repair(sheet: Sheet, found: Inspection, decision: Decision, serverClient: number): Uint8Array {
  const own = new ServerItems(serverClient, Y.getState(sheet.doc.store, serverClient))
  const emptied = new Set<Y.Item>()
  for (const key of decision.refusedWrites) {
    const write = found.writes.get(key)!
    write.items.forEach((item) => emptied.add(item))
    const last = lastEntry(sheet, key)
    const live = last === undefined || last.deleted ? undefined : valueOf(last)
    for (const tail of write.tails) {
      own.behind(endOf(tail), null, live === undefined ? new Y.ContentDeleted(1) : new Y.ContentAny([live]))
    }
  }
  for (const { key, item, before } of found.deletes) {
    if (decision.refusedDeletes.has(key)) {
      own.behind(item.lastId, null, new Y.ContentAny([before]))
    }
  }
  for (const [patch, cut] of decision.cutPatches) {
    emptied.add(patch.item)
    let left = patch.item.id
    for (const part of partsWithout(patch.block, cut)) {
      left = own.behind(left, patch.item.rightOrigin, new Y.ContentBinary(part))
    }
  }
  for (const key of decision.reassert) {
    const write = found.writes.get(key)!
    const last = lastEntry(sheet, key)?.lastId ?? null
    const { tails, standing } = write
    const places = standing.length < tails.length ? tails.map(endOf) : []
    if (last !== null && (write.seen === null || !Y.compareIDs(write.seen, last))) {
      places.push(last)
    }
    const isLast = write.last !== null && standing.includes(write.last)
    const written = valueOf((isLast ? write.last : (standing.at(-1) ?? tails.at(-1)))!)
    for (const place of places) {
      own.behind(place, null, new Y.ContentAny([written === undefined ? write.before : written]))
    }
  }
  const gone = [...decision.outdatedRepairs.map((item) => item.id), ...[...emptied].flatMap(idsOf)]
  const authored = found.structs.map((item) => (emptied.has(item) ? withoutContent(item) : item))
  return encodeUpdate([...authored, ...own.items], found.deleteSet, gone)
}

/** Structs of one server client, with consecutive clocks. */
class ServerItems {
  readonly items: Y.Item[] = []
  readonly #client: number
  #clock: number

  constructor(client: number, clock: number) {
    this.#client = client
    this.#clock = clock
  }

  behind(left: Y.ID, right: Y.ID | null, content: Y.ContentAny | Y.ContentBinary | Y.ContentDeleted): Y.ID {
    const id = Y.createID(this.#client, this.#clock++)
    this.items.push(new Y.Item(id, null, left, null, right, null, null, content))
    return id
  }
}

const withoutContent = (item: Y.Item): Y.Item =>
  new Y.Item(
    item.id,
    null,
    item.origin,
    null,
    item.rightOrigin,
    item.parent,
    item.parentSub,
    new Y.ContentDeleted(item.length),
  )

const endOf = ({ id, length }: Y.Item): Y.ID => Y.createID(id.client, id.clock + length - 1)

const idsOf = ({ id, length }: Y.Item): Y.ID[] => Array.from({ length }, (_, i) => Y.createID(id.client, id.clock + i))

/** A rectangle with holes, as rectangles: rows with the same allowed fields go together. */
function partsWithout(block: Block, cut: ReadonlySet<string>): Uint8Array[] {
  const groups = new Map<string, { rows: number[]; ordinals: number[] }>()
  block.rows.forEach((row, position) => {
    const ordinals = block.ordinals.filter((ordinal) => !cut.has(`${row}:${ordinal}`))
    if (ordinals.length === 0) {
      return
    }
    const name = ordinals.join()
    const group = groups.get(name)
    if (group === undefined) {
      groups.set(name, { rows: [position], ordinals })
    } else {
      group.rows.push(position)
    }
  })
  return [...groups.values()].map(({ rows, ordinals }) => {
    const columns = ordinals.map((ordinal) => block.column(ordinal)!)
    const ids = rows.map((position) => block.rows[position]!)
    return encodeBlock(ids, ordinals, (row, column) => columns[column]!.get(rows[row]!))
  })
}
