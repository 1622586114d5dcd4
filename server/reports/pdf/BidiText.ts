import bidiFactory from 'bidi-js/dist/bidi.mjs'

/** The way in which a line is read. */
export type Direction = 'ltr' | 'rtl'

/** A stretch of a line that is drawn with one font in one direction. */
export interface VisualRun {
  /** In the order in which it is read, with brackets that open turned into such that close where it is read from the right. */
  text: string
  isRightToLeft: boolean
  /** Only the Arabic font has its letters. */
  isArabic: boolean
}

const bidi = bidiFactory()

/** Letters, digits and punctuation that are Arabic, also those that other scripts use with it. */
const ARABIC = /\p{Script_Extensions=Arabic}/u

/** Marks that order text and are not seen: their work is done when the runs are known. */
const ORDER_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * A paragraph whose lines can be laid out from left to right, as the Unicode Bidirectional Algorithm (UAX #9, revision 42) orders
 * them. Positions are those of UTF-16.
 */
export class BidiText {
  readonly text: string
  readonly #embedding: ReturnType<typeof bidi.getEmbeddingLevels>

  /** Without a base the first letter that has a direction decides. */
  constructor(text: string, base: Direction | null) {
    this.text = text
    this.#embedding = bidi.getEmbeddingLevels(text, base ?? 'auto')
  }

  /** The runs of a line, from left to right. */
  runs(start = 0, end = this.text.length): VisualRun[] {
    if (end <= start) {
      return []
    }
    const { levels } = this.#embedding
    const mirrored = bidi.getMirroredCharactersMap(this.text, levels, start, end - 1)
    const runs: VisualRun[] = []
    let run: { indexes: number[]; level: number; isArabic: boolean } | null = null
    const close = (): void => {
      if (run !== null) {
        const inOrder = run.indexes.toSorted((a, b) => a - b)
        const text = inOrder.map((index) => mirrored.get(index) ?? this.text.charAt(index)).join('')
        const seen = text.replaceAll(ORDER_MARKS, '')
        if (seen !== '') {
          runs.push({ text: seen, isRightToLeft: run.level % 2 === 1, isArabic: run.isArabic })
        }
      }
    }
    for (const index of this.#order(start, end)) {
      const level = levels[index] ?? 0
      const isArabic = this.#isArabic(index, start)
      if (run === null || run.level !== level || run.isArabic !== isArabic) {
        close()
        run = { indexes: [], level, isArabic }
      }
      run.indexes.push(index)
    }
    close()
    return runs
  }

  /** Positions of a line as they follow each other from left to right. */
  #order(start: number, end: number): number[] {
    const order = Array.from({ length: end - start }, (_, place) => start + place)
    for (const [from = 0, to = 0] of bidi.getReorderSegments(this.text, this.#embedding, start, end - 1)) {
      const turned = order.slice(from - start, to - start + 1).toReversed()
      order.splice(from - start, turned.length, ...turned)
    }
    return order
  }

  /** A space belongs to the word before it, so that an Arabic sentence is one run. */
  #isArabic(index: number, start: number): boolean {
    let at = index
    while (at > start && /\s/.test(this.text.charAt(at))) {
      at -= 1
    }
    return ARABIC.test(this.text.charAt(at))
  }
}

/**
 * The base of a text that people wrote: in a report that is read from the right every text with an Arabic letter is, even where it
 * begins with a name in Latin letters; else the first letter decides (null), or the report where there is none.
 */
export function baseOf(text: string, report: Direction): Direction | null {
  if (report === 'rtl' && /\p{Script=Arabic}/u.test(text)) {
    return 'rtl'
  }
  return /\p{L}/u.test(text) ? null : report
}
