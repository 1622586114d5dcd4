/**
 * Orders keys so that each comes after what it reads (Tarjan's strongly connected components; linear in keys and
 * references). Rings come apart from the order: whole, each starting at its first key as given.
 */
export function inOrder(
  keys: readonly string[],
  readsOf: (key: string) => readonly string[],
): { order: string[]; rings: string[][] } {
  const known = new Set(keys)
  const indexes = new Map<string, number>()
  const lows = new Map<string, number>()
  const stack: string[] = []
  const order: string[] = []
  const rings: string[][] = []

  const visit = (key: string): number => {
    const index = indexes.size
    let low = index
    indexes.set(key, index)
    stack.push(key)
    for (const read of readsOf(key)) {
      if (known.has(read) && !indexes.has(read)) {
        low = Math.min(low, visit(read))
      } else if (stack.includes(read)) {
        low = Math.min(low, indexes.get(read)!)
      }
    }
    lows.set(key, low)
    if (low === index) {
      settle(stack.splice(stack.indexOf(key)))
    }
    return low
  }

  const settle = (group: string[]): void => {
    if (group.length > 1 || readsOf(group[0]!).includes(group[0]!)) {
      rings.push(followed(group, readsOf))
    } else {
      order.push(group[0]!)
    }
  }

  for (const key of keys) {
    if (!indexes.has(key)) {
      visit(key)
    }
  }
  return { order, rings }
}

/** The members of a ring in the order in which they read each other, as far as one walk goes; the rest after it. */
function followed(group: readonly string[], readsOf: (key: string) => readonly string[]): string[] {
  const path = [group[0]!]
  for (let next: string | undefined = path[0]; next !== undefined;) {
    next = readsOf(next).find((read) => group.includes(read) && !path.includes(read))
    if (next !== undefined) {
      path.push(next)
    }
  }
  return [...path, ...group.filter((key) => !path.includes(key))]
}
