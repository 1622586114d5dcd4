type Compare<Item> = (a: Item, b: Item) => number

/** So many are sorted, or put together, at once: less than a millisecond or two, even by the rules of a language. */
const PER_STEP = 2048

/**
 * A copy in ascending order, in steps of about a millisecond, so that others can do something in between. Alike items
 * keep their order. What is in order already costs one comparison each: O(n); else O(n log n).
 */
export function* sortInSteps<Item>(items: readonly Item[], compare: Compare<Item>): Generator<void, Item[]> {
  let runs: Item[][] = []
  for (let start = 0; start < items.length; start += PER_STEP) {
    join(runs, items.slice(start, start + PER_STEP).sort(compare), compare)
    yield
  }
  while (runs.length > 1) {
    const longer: Item[][] = []
    for (let i = 0; i < runs.length; i += 2) {
      const [a, b] = [runs[i]!, runs[i + 1]]
      longer.push(b === undefined ? a : yield* mergeInSteps(a, b, compare))
    }
    runs = longer
  }
  return runs[0] ?? []
}

/** A run that goes on where the last one ends becomes part of it. */
function join<Item>(runs: Item[][], run: Item[], compare: Compare<Item>): void {
  const last = runs.at(-1)
  if (last === undefined || compare(last.at(-1)!, run[0]!) > 0) {
    runs.push(run)
  } else {
    for (const item of run) {
      last.push(item)
    }
  }
}

/** Two ascending lists as one; alike items of the first one come first. Complexity: O(n). */
export function* mergeInSteps<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: Compare<Item>,
): Generator<void, Item[]> {
  const merged: Item[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    merged.push(compare(b[j]!, a[i]!) < 0 ? b[j++]! : a[i++]!)
    if (merged.length % PER_STEP === 0) {
      yield
    }
  }
  while (i < a.length) {
    merged.push(a[i++]!)
  }
  while (j < b.length) {
    merged.push(b[j++]!)
  }
  return merged
}
