/**
 * Which elements have to move so that the numbers ascend; as few as can be. `places`: each one's place in the wanted
 * order. O(n log n).
 */
export function outOfPlace(places: Uint32Array): number[] {
  const count = places.length
  /** By length of an ascending run: where the run with the smallest end ends. */
  const ends = new Uint32Array(count)
  const before = new Int32Array(count).fill(-1)
  let longest = 0
  for (let i = 0; i < count; i++) {
    let [low, high] = [0, longest]
    while (low < high) {
      const middle = (low + high) >> 1
      if (places[ends[middle]!]! < places[i]!) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    before[i] = low === 0 ? -1 : ends[low - 1]!
    ends[low] = i
    longest = Math.max(longest, low + 1)
  }
  const stays = new Uint8Array(count)
  for (let i = longest === 0 ? -1 : ends[longest - 1]!; i >= 0; i = before[i]!) {
    stays[i] = 1
  }
  return Array.from(stays).flatMap((isStaying, i) => (isStaying === 1 ? [] : [i]))
}
