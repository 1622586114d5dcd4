import type { ReadingsBody } from '../api/devices.ts'
import type { ProblemDetail } from '../api/problem.ts'
import { conversion } from '../quantities/convert.ts'
import { parseUnit } from '../quantities/parseUnit.ts'
import { fail, ok, type Result } from '../result/result.ts'

/** `at` in milliseconds since 1970; `value` in the unit of the device, not negative. */
export interface Reading {
  at: number
  value: number
}

/** Clocks of meters go wrong; a reading may be this far ahead of ours. */
const AHEAD_MS = 5 * 60_000
/** Before the first year of any inventory: a clock that was reset says 1970. */
const EARLIEST = Date.UTC(1990, 0, 1)

/**
 * What a batch says, each moment once, or everything that is wrong with it. `unit`: of the device; a batch of another unit is
 * refused, because a meter that changes its unit is not the one that it was.
 */
export function checkReadings(
  { readings, unit }: ReadingsBody,
  device: { unit: string },
  now = Date.now(),
): Result<Reading[], ProblemDetail[]> {
  const problems: ProblemDetail[] = []
  if (unit !== undefined && !isSameUnit(unit, device.unit)) {
    const message = `This device measures in ${device.unit}, and the batch says ${unit}. Send ${device.unit}, or add another device.`
    problems.push({ path: 'unit', code: 'wrong-unit', message })
  }
  const byTime = new Map<number, number>()
  readings.forEach(({ at: text, value }, i) => {
    const at = Date.parse(text)
    const problem = problemOf(at, byTime.get(at), value, now)
    if (problem !== null) {
      problems.push({ path: `readings[${i}].at`, ...problem })
    }
    byTime.set(at, value)
  })
  // -0 is 0
  return problems.length > 0 ? fail(problems) : ok([...byTime].map(([at, value]) => ({ at, value: value + 0 })))
}

function problemOf(
  at: number,
  sameMoment: number | undefined,
  value: number,
  now: number,
): Omit<ProblemDetail, 'path'> | null {
  if (Number.isNaN(at)) {
    return { code: 'invalid-value', message: 'There is no such moment. Write it as 2026-03-29T02:15:00+02:00 or …Z.' }
  }
  if (at > now + AHEAD_MS) {
    return {
      code: 'in-future',
      message: 'This moment is still to come. Check the clock and the time zone of the device.',
    }
  }
  if (at < EARLIEST) {
    return { code: 'invalid-value', message: 'This moment is before 1990. Check the clock of the device.' }
  }
  return sameMoment !== undefined && sameMoment !== value
    ? { code: 'twice', message: 'The batch says two values for this moment. Send the right one.' }
    : null
}

function isSameUnit(one: string, other: string): boolean {
  const [a, b] = [parseUnit(one), parseUnit(other)]
  const constant = a.ok && b.ok ? conversion(a.value, b.value) : null
  return constant?.ok === true && constant.value.multiply === 1 && constant.value.divide === 1
}
