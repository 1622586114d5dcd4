import type { QualityScore } from './pedigree.ts'

/** The grades of the Scope 3 Standard, table 7.6, best first. */
export const QUALITY_GRADES = ['very_good', 'good', 'fair', 'poor'] as const
export type QualityGrade = (typeof QUALITY_GRADES)[number]

/**
 * Four grades on a scale of five: the steps of the coefficients widen downwards, so the three worst scores are the three
 * lower grades. 4 lies between good and very good, for who scores in numbers.
 */
export const SCORE_OF_GRADE: Readonly<Record<QualityGrade, QualityScore>> = { very_good: 5, good: 3, fair: 2, poor: 1 }

const LABELS: Readonly<Record<string, QualityScore>> = {
  'very good': 5,
  good: 3,
  fair: 2,
  poor: 1,
  'جيد جدا': 5,
  جيد: 3,
  مقبول: 2,
  ضعيف: 1,
}

/**
 * What the label of a choice means: a grade in English or Arabic, or a score from 1 to 5, also in front of words
 * ("4: checked by the supplier"). Null: neither.
 */
export function scoreOfLabel(label: string): QualityScore | null {
  const digit = /^\s*([1-5])(?!\d)/.exec(label)
  if (digit !== null) {
    return scoreOfNumber(Number(digit[1]))
  }
  const word = label
    .replaceAll(/[\u064b-\u0652]/g, '')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase()
  return Object.hasOwn(LABELS, word) ? (LABELS[word] ?? null) : null
}

/** Null for anything but 1, 2, 3, 4 and 5. */
export function scoreOfNumber(score: number): QualityScore | null {
  switch (score) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
      return score
    default:
      return null
  }
}

/**
 * The grade by which a line is shown, by the 95 % factor that it has: up to 1.1, up to 1.3, up to 2, more. The bounds are
 * ours; no standard draws them.
 */
export function gradeOfGsd2(gsd2: number): QualityGrade {
  if (gsd2 <= 1.1) {
    return 'very_good'
  }
  if (gsd2 <= 1.3) {
    return 'good'
  }
  return gsd2 <= 2 ? 'fair' : 'poor'
}
