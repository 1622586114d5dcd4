import type { CycleReply } from '#shared/api/cycles.ts'

/**
 * The cycle to show: the asked one if the project has it, else the one of the same name, else the newest that is open,
 * else the newest. A version that was restated is only shown when it is asked for. Null when the project has none.
 */
export function pickCycle(
  cycles: readonly CycleReply[],
  asked: { id?: string | null; name?: string | null },
): CycleReply | null {
  const newestFirst = latestVersions(cycles).toSorted((a, b) => b.starts_on.localeCompare(a.starts_on))
  return (
    cycles.find((cycle) => cycle.id === asked.id) ??
    newestFirst.find((cycle) => cycle.name === asked.name) ??
    newestFirst.find((cycle) => cycle.status === 'open') ??
    newestFirst[0] ??
    null
  )
}

/** The cycle right before this one, to compare with, in its latest version; null when it is the first. */
export function previousCycle(cycles: readonly CycleReply[], cycle: CycleReply): CycleReply | null {
  const earlier = latestVersions(cycles).filter((other) => other.starts_on < cycle.starts_on)
  return earlier.toSorted((a, b) => b.starts_on.localeCompare(a.starts_on))[0] ?? null
}

/** Each cycle once. */
export const latestVersions = (cycles: readonly CycleReply[]): CycleReply[] =>
  cycles.filter((cycle) => cycle.restated_by === null)

/** The id of the version that counts now, of a cycle where somebody was before; the same when the project does not have it. */
export function latestVersionOf(cycles: readonly CycleReply[], id: string | null | undefined): string | null {
  const cycle = cycles.find((one) => one.id === id)
  return cycle === undefined
    ? (id ?? null)
    : cycle.restated_by === null
      ? cycle.id
      : latestVersionOf(cycles, cycle.restated_by)
}
