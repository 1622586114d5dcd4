import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What an update deletes: by client, ranges of clocks. */
export type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds']

/** Yjs exports the parts of its v1 encoder but not this composition of them. */
export function encodeUpdate(
  structs: readonly Y.Item[],
  deleteSet: DeleteSet | null,
  alsoDeleted: readonly Y.ID[],
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const out = encoder.restEncoder
  const byClient = Map.groupBy(structs, (item) => item.id.client)
  encoding.writeVarUint(out, byClient.size)
  for (const [client, items] of byClient) {
    encoding.writeVarUint(out, items.length)
    encoder.writeClient(client)
    encoding.writeVarUint(out, items[0]!.id.clock)
    for (const item of items) {
      item.write(encoder, 0)
    }
  }
  writeDeletes(out, deleteSet, alsoDeleted)
  return encoder.toUint8Array()
}

interface Range {
  clock: number
  len: number
}

function writeDeletes(out: encoding.Encoder, deleteSet: DeleteSet | null, alsoDeleted: readonly Y.ID[]): void {
  const deleted = new Map<number, Range[]>()
  const add = (client: number, range: Range): void => {
    const ranges = deleted.get(client)
    if (ranges === undefined) {
      deleted.set(client, [range])
    } else {
      ranges.push(range)
    }
  }
  for (const [client, ranges] of deleteSet?.clients ?? []) {
    ranges.forEach(({ clock, len }) => add(client, { clock, len }))
  }
  for (const { client, clock } of alsoDeleted) {
    add(client, { clock, len: 1 })
  }
  encoding.writeVarUint(out, deleted.size)
  for (const [client, ranges] of deleted) {
    const merged = inOrder(ranges)
    encoding.writeVarUint(out, client)
    encoding.writeVarUint(out, merged.length)
    for (const { clock, len } of merged) {
      encoding.writeVarUint(out, clock)
      encoding.writeVarUint(out, len)
    }
  }
}

/** Yjs relies on this: deletions that arrive before what they delete are kept as differences of clocks. */
function inOrder(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const { clock, len } of ranges.toSorted((a, b) => a.clock - b.clock)) {
    const last = merged.at(-1)
    if (last !== undefined && clock <= last.clock + last.len) {
      last.len = Math.max(last.len, clock + len - last.clock)
    } else {
      merged.push({ clock, len })
    }
  }
  return merged
}

/** Whether a delete set is written as Yjs writes it. */
export const isOrdered = ({ clients }: DeleteSet): boolean =>
  [...clients.values()].every((ranges) =>
    ranges.every((range, i) => i === 0 || range.clock > ranges[i - 1]!.clock + ranges[i - 1]!.len),
  )
