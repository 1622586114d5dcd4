import type * as Y from 'yjs'

/** The structs that an update brings, found by id. */
export class FreshItems {
  readonly items: Y.Item[] = []
  #byClient: Map<number, Y.Item[]> | null = null

  add(item: Y.Item): void {
    this.items.push(item)
  }

  /** Undefined when no item of this update covers that clock. */
  at({ client, clock }: Y.ID): Y.Item | undefined {
    this.#byClient ??= Map.groupBy(this.items, (item) => item.id.client)
    const list = this.#byClient.get(client) ?? []
    let low = 0
    let high = list.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const item = list[middle]!
      if (clock < item.id.clock) {
        high = middle - 1
      } else if (clock >= item.id.clock + item.length) {
        low = middle + 1
      } else {
        return item
      }
    }
    return undefined
  }
}
