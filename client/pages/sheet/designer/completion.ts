/** What can be written at a place of a formula. */
export interface Completion {
  /** What is written. */
  text: string
  /** How it is written out: a function with its arguments. */
  label: string
  about: string
  isFunction: boolean
}

const WORD_BEFORE = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]*)?$/
const MOST = 8

/** The word that ends at the caret: where it begins and what it is. Null inside a text in quotes, or when there is none. */
export function wordAt(formula: string, caret: number): { start: number; word: string } | null {
  const before = formula.slice(0, caret)
  const isInQuotes = (before.match(/"/g) ?? []).length % 2 === 1
  const word = WORD_BEFORE.exec(before)?.[0]
  return isInQuotes || word === undefined ? null : { start: caret - word.length, word }
}

/** What begins like the word, then what has it elsewhere in its name or its description; a word that is whole needs none. */
export function completionsFor(word: string, all: readonly Completion[]): Completion[] {
  const wanted = word.toLowerCase()
  const rank = ({ text, about }: Completion): number => {
    const key = text.toLowerCase()
    return key === wanted
      ? -1
      : key.startsWith(wanted)
        ? 0
        : key.includes(wanted)
          ? 1
          : about.toLowerCase().includes(wanted)
            ? 2
            : 3
  }
  const ranked = all.map((one) => ({ one, rank: rank(one) })).filter((entry) => entry.rank < 3)
  return ranked.length === 1 && ranked[0]!.rank === -1
    ? []
    : ranked
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ one }) => one)
        .slice(0, MOST)
}

/** The formula with the word at the caret replaced, and where the caret is then: inside the brackets of a function. */
export function complete(
  formula: string,
  caret: number,
  { text, isFunction }: Completion,
): { formula: string; caret: number } {
  const start = wordAt(formula, caret)?.start ?? caret
  const rest = formula.slice(caret)
  const written = isFunction && !rest.startsWith('(') ? `${text}()` : text
  return {
    formula: formula.slice(0, start) + written + rest,
    caret: start + text.length + (isFunction ? 1 : 0),
  }
}
