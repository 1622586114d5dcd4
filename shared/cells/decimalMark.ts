import { type DecimalMark, parseNumber } from './parseNumber.ts'

/** Nobody groups the thousands of a number that begins with zero: what stands behind the zero is the decimal mark. */
const LEADING_ZERO = /^[^\d\u0660-\u0669\u06F0-\u06F9.,]*[0\u0660\u06F0]+([.,])/

const HAS_MARK = /[.,]/
/** A number in one way only, which the parts of a number that people write do not have to be looked for in. */
const ONLY_POINT = /^-?\d{1,15}\.(?:\d{1,2}|\d{4,15})$/
const ONLY_COMMA = /^-?\d{1,15},(?:\d{1,2}|\d{4,15})$/

/** A text as a number with this decimal mark; null where it is no number that way. */
function numberWith(text: string, mark: DecimalMark): number | null {
  const known = LEADING_ZERO.exec(text)?.[1]
  return known === (mark === 'point' ? ',' : '.') ? null : parseNumber(text, mark)
}

/** A text as a number with each decimal mark; null where it is no number that way. */
export function numberWays(text: string): Record<DecimalMark, number | null> {
  const point = numberWith(text, 'point')
  return { point, comma: HAS_MARK.test(text) ? numberWith(text, 'comma') : point }
}

/** The number of a text in a column with this decimal mark. A text that is a number in one way only is that number. */
export function numberOf(text: string, mark: DecimalMark): number | null {
  return numberWith(text, mark) ?? numberWith(text, mark === 'point' ? 'comma' : 'point')
}

/** Whether a text is two different numbers, depending on the decimal mark. */
export function hasOpenMark(text: string): boolean {
  const { point, comma } = numberWays(text)
  return point !== null && comma !== null && point !== comma
}

/** Gathers how the numbers of a column are written, text by text, so that the column need not be there at once. */
export class DecimalEvidence {
  readonly #seen = { point: false, comma: false }
  readonly #open = { point: false, comma: false }

  /** Whether the text depends on the mark. */
  add(text: string): boolean {
    if (!HAS_MARK.test(text)) {
      return false
    }
    if (ONLY_POINT.test(text) || ONLY_COMMA.test(text)) {
      this.#seen[text.includes('.') ? 'point' : 'comma'] = true
      return true
    }
    const { point, comma } = numberWays(text)
    if (point === comma) {
      return false
    }
    if (point === null || comma === null) {
      this.#seen[point === null ? 'comma' : 'point'] = true
    } else {
      this.#open[text.includes('.') ? 'point' : 'comma'] = true
    }
    return true
  }

  /**
   * One text that is a number in one way only decides; a comma before three digits groups thousands when nothing decides, as it
   * does in a typed cell. 'open': nothing decides and there is a text like 1.234, or the column contradicts itself and there is
   * one that could be either.
   */
  get mark(): DecimalMark | 'open' {
    const [seen, open] = [this.#seen, this.#open]
    if (seen.point !== seen.comma) {
      return seen.point ? 'point' : 'comma'
    }
    return open.point || (seen.comma && open.comma) ? 'open' : 'point'
  }
}

/** The decimal mark of a column of texts, as `DecimalEvidence` tells it. Complexity: the length of the texts. */
export function decimalMarkOf(texts: Iterable<string>): DecimalMark | 'open' {
  const evidence = new DecimalEvidence()
  for (const text of texts) {
    evidence.add(text)
  }
  return evidence.mark
}
