/** Near-term criteria of the Science Based Targets initiative (Corporate Near-term Criteria; absolute contraction). */
import { annualPercent, type TargetLine } from './targetPath.ts'

/** Linear reduction per year, in percent of the base: scopes 1 and 2 for 1.5 °C, scope 3 for well below 2 °C. */
export const SBTI_ANNUAL_PERCENT = { scopes12: 4.2, scope3: 2.5 } as const
export const SBTI_FIRST_BASE_YEAR = 2015
export const SBTI_YEARS = { least: 5, most: 10 } as const

export const TARGET_ADVICE = [
  /** Less than 4.2 % a year over scopes 1 and 2. */
  'below-1.5-degrees',
  /** Less than 2.5 % a year over scope 3. */
  'below-well-below-2-degrees',
  /** The base year is before 2015. */
  'base-too-old',
  /** Less than five, or more than ten years from when the target was set. */
  'too-soon',
  'too-late',
  /** Only one of scopes 1 and 2: both belong to a near-term target. */
  'scopes-1-and-2',
  /** Scope 3 has another rate: a target of its own can be checked by it. */
  'scope-3-apart',
  /** An intensity is checked by other rules, which ask that emissions do not grow either. */
  'intensity',
] as const
export type TargetAdvice = (typeof TARGET_ADVICE)[number]

export interface AdvisedTarget extends TargetLine {
  scopes: readonly number[]
  kind: 'absolute' | 'intensity'
  /** The year in which it was set. */
  setIn: number
}

/** Rates are compared after rounding to a thousandth of a percent: 42 % in ten years is 4.2 % a year. */
const isBelow = (rate: number, least: number): boolean => Math.round(rate * 1000) < Math.round(least * 1000)

/** What near-term criteria would say against a target; it is advice, and refuses nothing. */
export function sbtiAdvice(target: AdvisedTarget): TargetAdvice[] {
  const { scopes, kind, baseYear, targetYear, setIn } = target
  const rate = annualPercent(target) ?? 0
  const [direct, valueChain] = [scopes.some((scope) => scope !== 3), scopes.includes(3)]
  const advice: TargetAdvice[] = []
  const add = (code: TargetAdvice, isSaid: boolean): void => void (isSaid && advice.push(code))
  add('intensity', kind === 'intensity')
  add('below-1.5-degrees', kind === 'absolute' && direct && isBelow(rate, SBTI_ANNUAL_PERCENT.scopes12))
  add('below-well-below-2-degrees', kind === 'absolute' && !direct && isBelow(rate, SBTI_ANNUAL_PERCENT.scope3))
  add('scope-3-apart', direct && valueChain)
  add('scopes-1-and-2', direct && !(scopes.includes(1) && scopes.includes(2)))
  add('base-too-old', baseYear < SBTI_FIRST_BASE_YEAR)
  add('too-soon', targetYear - setIn < SBTI_YEARS.least)
  add('too-late', targetYear - setIn > SBTI_YEARS.most)
  return advice
}
