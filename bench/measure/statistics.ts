/** Medians and quantiles; figures of one run are compared with each other only. */

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** CPU milliseconds of this process so far, user and system. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Median CPU milliseconds of `repeats` runs. */
export function medianCpuMs(repeats: number, work: () => void): number {
  return median(
    Array.from({ length: repeats }, () => {
      const start = cpuMs()
      work()
      return cpuMs() - start
    }),
  )
}

/** The same of two, in turns: whoever came first would pay for what the engine still has to compile. */
export function medianCpuMsInTurns(repeats: number, ours: () => void, reference: () => void): [number, number] {
  const times = Array.from({ length: repeats }, () => [medianCpuMs(1, ours), medianCpuMs(1, reference)] as const)
  return [median(times.map(([one]) => one)), median(times.map(([, other]) => other))]
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
