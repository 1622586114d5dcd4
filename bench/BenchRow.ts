/** One line of the benchmark table. Every figure is compared with a reference of the same run, or with a fixed bar. */
export interface BenchRow {
  name: string
  ours: number
  /** The same work done by the reference in this run; the bar itself where there is no reference. */
  reference: number
  unit: string
  /** ours / reference. */
  ratio: number
  /** In words, for example "<= 4x". */
  bar: string
  pass: boolean
}

/** Ours may take at most `times` of the reference, or at most a fixed `bar`. */
export function atMost(
  name: string,
  measured: { ours: number; unit: string } & ({ reference: number; times: number } | { bar: number }),
): BenchRow {
  const { ours, unit } = measured
  if ('bar' in measured) {
    return {
      name,
      ours,
      reference: measured.bar,
      unit,
      ratio: ours / measured.bar,
      bar: `<= ${measured.bar} ${unit}`,
      pass: ours <= measured.bar,
    }
  }
  const { reference, times } = measured
  return { name, ours, reference, unit, ratio: ours / reference, bar: `<= ${times}x`, pass: ours <= reference * times }
}

/** The reference takes at least `times` as much as ours. */
export function atLeast(
  name: string,
  measured: { ours: number; reference: number; unit: string; times: number },
): BenchRow {
  const { ours, reference, unit, times } = measured
  return {
    name,
    ours,
    reference,
    unit,
    ratio: ours / reference,
    bar: `<= 1/${times}x`,
    pass: ours * times <= reference,
  }
}

/** More is better: ours reaches at least `times` of the reference. */
export function reaches(
  name: string,
  measured: { ours: number; reference: number; unit: string; times: number },
): BenchRow {
  const { ours, reference, unit, times } = measured
  return { name, ours, reference, unit, ratio: ours / reference, bar: `>= ${times}x`, pass: ours >= reference * times }
}
