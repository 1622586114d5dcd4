import type { CycleReply } from '#shared/api/cycles.ts'

/**
 * The cycle to show: the asked one if the project has it, else the one of the same name, else the newest that is open,
 * else the newest. Null when the project has none.
 */
export function pickCycle(
  cycles: readonly CycleReply[],
  asked: { id?: string | null; name?: string | null },
): CycleReply | null {
  const newestFirst = cycles.toSorted((a, b) => b.starts_on.localeCompare(a.starts_on))
  return (
    newestFirst.find((cycle) => cycle.id === asked.id) ??
    newestFirst.find((cycle) => cycle.name === asked.name) ??
    newestFirst.find((cycle) => cycle.status === 'open') ??
    newestFirst[0] ??
    null
  )
}

/** The cycle right before this one, to compare with; null when it is the first. */
export function previousCycle(cycles: readonly CycleReply[], cycle: CycleReply): CycleReply | null {
  const earlier = cycles.filter((other) => other.starts_on < cycle.starts_on)
  return earlier.toSorted((a, b) => b.starts_on.localeCompare(a.starts_on))[0] ?? null
}
