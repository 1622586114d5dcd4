import type { FieldOption } from '#shared/fields/field.ts'
import { MAX_LIST_LENGTH, MAX_OPTION_ID_LENGTH } from '../cellValue.ts'
import { optionOf } from './optionNames.ts'

const SEPARATORS = /[,;\n،؛]/
/** A label may have commas in it; from this many parts on it is none. */
const MOST_PARTS = 8

/**
 * The choices that a text like "Paper, glass; Metal" names, whatever the case: their ids, once each, and what names none as
 * it was written. A text that names no choice at all, or more than a cell holds, stays a text. Labels that have a
 * separator in them are found, too. Complexity: the length of the text.
 */
export function parseOptions(options: readonly FieldOption[], text: string): string[] | string {
  const found: string[] = []
  let named = 0
  for (const line of text.split('\n')) {
    const parts = partsOf(line)
    for (let at = 0; at < parts.length;) {
      const [id, taken] = longestLabel(options, line, parts, at)
      const item = id ?? line.slice(parts[at]!.from, parts[at]!.to).trim()
      named += id === null ? 0 : 1
      at += taken
      if (item !== '' && !found.includes(item)) {
        found.push(item)
      }
      if (found.length > MAX_LIST_LENGTH || item.length > MAX_OPTION_ID_LENGTH) {
        return text
      }
    }
  }
  return named === 0 ? text : found
}

/** What stands between the separators of a text, whatever it means. */
export const namesIn = (text: string): string[] =>
  text
    .split(SEPARATORS)
    .map((name) => name.trim())
    .filter((name) => name !== '')

interface Part {
  from: number
  to: number
}

function partsOf(line: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (let at = 0; at <= line.length; at++) {
    if (at === line.length || SEPARATORS.test(line[at]!)) {
      parts.push({ from, to: at })
      from = at + 1
    }
  }
  return parts
}

/** The choice that the most parts from `at` on name together, and how many those are. */
function longestLabel(
  options: readonly FieldOption[],
  line: string,
  parts: readonly Part[],
  at: number,
): [id: string | null, taken: number] {
  const from = parts[at]!.from
  for (let taken = Math.min(MOST_PARTS, parts.length - at); taken > 0; taken--) {
    const id = optionOf(options, line.slice(from, parts[at + taken - 1]!.to))
    if (id !== undefined) {
      return [id, taken]
    }
  }
  return [null, 1]
}

/** The labels of choices, with a mark between them that no label has, so that the text is read back as the same choices. */
export function formatOptions(options: readonly FieldOption[], ids: readonly string[]): string {
  const labels = ids.map((id) => options.find((option) => option.id === id)?.label ?? id)
  return labels.join(separatorOf(options))
}

const separators = new WeakMap<readonly FieldOption[], string>()

function separatorOf(options: readonly FieldOption[]): string {
  let separator = separators.get(options)
  if (separator === undefined) {
    const mark = [',', ';'].find((one) => !options.some(({ label }) => label.includes(one)))
    separator = mark === undefined ? '\n' : `${mark} `
    separators.set(options, separator)
  }
  return separator
}
