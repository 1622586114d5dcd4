/**
 * How texts are compared when people search: without case, accents, vowel signs of Arabic, and the ways to write one letter.
 * PostgreSQL has the same as `search_fold` for what is searched there.
 */

/** Of a word, in letters: what is longer is known by its beginning. */
export const WORD_LENGTH = 40

/** Marks over and under letters, the Arabic vowel signs, and the stroke that makes words longer (tatweel). */
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670]|\u0640/g

/** Letters that stand for another one, each at the place of that in `LETTERS`. */
const VARIANTS = 'ىةکیøłđı٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹'
const LETTERS = 'يهكيoldi01234567890123456789'
const LETTER_OF = new Map(
  Array.from(VARIANTS).map((variant, i): [string, string] => [variant, Array.from(LETTERS)[i]!]),
)
const VARIANT = new RegExp(`[${VARIANTS}]`, 'g')

const ONLY_ASCII = /^[\0-\x7f]*$/
const WORD = /[\p{L}\p{N}]+/gu
const WRITTEN_WORD = /[\p{L}\p{N}\p{M}]+/gu

/** The text as it is compared. */
export function foldText(text: string): string {
  return ONLY_ASCII.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .toLowerCase()
        .replaceAll(MARKS, '')
        .replaceAll(VARIANT, (letter) => LETTER_OF.get(letter) ?? letter)
        .replaceAll('ß', 'ss')
        .replaceAll('æ', 'ae')
}

/** The words of a text as they are compared, each once, in their order. */
export function searchWords(text: string): string[] {
  const words = foldText(text).match(WORD) ?? []
  return [...new Set(words.map(firstLetters))]
}

/** Whether each of the words begins some word of the text. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const own = searchWords(text)
  return words.every((word) => own.some((one) => one.startsWith(word)))
}

/** A piece of a text; `matched`: it is a word that was searched for. */
export interface TextPart {
  text: string
  matched: boolean
}

/** The text around the first word that matches, at most about that long, with everything in it that matches. */
export function excerptOf(text: string, words: readonly string[], length: number): TextPart[] {
  const found = [...text.matchAll(WRITTEN_WORD)].filter(([written]) =>
    searchWords(written).some((own) => words.some((word) => own.startsWith(word))),
  )
  const start = beginning(text, found[0]?.index ?? 0, length)
  const end = Math.min(text.length, start + length)
  const parts: TextPart[] = []
  const add = (from: number, to: number, matched: boolean): void => {
    if (to > from) {
      parts.push({ text: text.slice(from, to), matched })
    }
  }
  let at = start
  for (const { 0: written, index } of found) {
    if (index < at || index + written.length > end) {
      continue
    }
    add(at, index, false)
    add(index, index + written.length, true)
    at = index + written.length
  }
  add(at, end, false)
  return [...ellipsis(start > 0), ...parts, ...ellipsis(end < text.length)]
}

const ellipsis = (isCut: boolean): TextPart[] => (isCut ? [{ text: '…', matched: false }] : [])

/** A third of what is shown stands before what was found, and no word is cut there. */
function beginning(text: string, found: number, length: number): number {
  if (text.length <= length || found <= length / 3) {
    return 0
  }
  const from = Math.max(0, Math.min(Math.round(found - length / 3), text.length - length))
  const space = text.indexOf(' ', from)
  return space === -1 || space >= found ? found : space + 1
}

/** Without half a letter at the end, where a letter is two units. */
const firstLetters = (word: string): string =>
  word.length <= WORD_LENGTH ? word : Array.from(word).slice(0, WORD_LENGTH).join('')
