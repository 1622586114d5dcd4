import type * as Y from 'yjs'
import type { Gesture, GestureRange } from '#collab/protocol/gestures.ts'
import { isServerClient } from '#collab/schema/layout.ts'

/**
 * Finds the gesture of some items of one update: that of the newest of them that has one. What a server wrote in a person's
 * place (a bulk write without the cells that were refused) goes by the item that it stands behind. Null: none is known.
 */
export function gesturesOf(
  structs: readonly Y.Item[],
  gestures: readonly GestureRange[] | null,
): (items: readonly Y.Item[]) => Gesture | null {
  const [first] = gestures ?? []
  if (gestures === null || first === undefined) {
    return () => null
  }
  if (gestures.every(({ id }) => id === first.id)) {
    return () => first // also of what has no clock, like an entry that only vanished
  }
  const byClient = Map.groupBy(gestures, ({ client }) => client)
  for (const ranges of byClient.values()) {
    ranges.sort((a, b) => a.from - b.from)
  }
  const servers = new Map(
    structs.filter(({ id }) => isServerClient(id.client)).map((item) => [`${item.id.client}:${item.id.clock}`, item]),
  )
  const authored = (id: Y.ID): Y.ID => {
    const origin = servers.get(`${id.client}:${id.clock}`)?.origin ?? null
    return origin === null ? id : authored(origin)
  }
  return (items) => {
    for (const item of items.toReversed()) {
      const { client, clock } = authored(item.lastId)
      const found = rangeAt(byClient.get(client) ?? [], clock)
      if (found !== undefined) {
        return found
      }
    }
    return null
  }
}

/** Of ranges in order. */
function rangeAt(ranges: readonly GestureRange[], clock: number): GestureRange | undefined {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]!
    if (clock < range.from) {
      high = middle - 1
    } else if (clock >= range.to) {
      low = middle + 1
    } else {
      return range
    }
  }
  return undefined
}
