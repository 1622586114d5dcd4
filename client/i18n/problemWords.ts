import type { DetailCode } from '#shared/api/detailCodes.ts'
import type { ErrorCode } from '#shared/api/errorCodes.ts'

/** How another language than English says what the server refuses. */
export interface ProblemWords {
  errors: Readonly<Record<ErrorCode, string>>
  /** `{{name}}`, `{{other}}`: what the server puts in quotes; `{{number}}`: the first number that it says. */
  details: Readonly<Record<DetailCode, string>>
  /** The same of certain parts of a request, by `path code`. */
  special: Readonly<Record<string, string>>
  /** Stands where a name should be and none is. */
  unnamed: string
}

let words: ProblemWords | null = null

/** From now on problems are said in another language; null: in English, as the server says them. */
export function setProblemWords(next: ProblemWords | null): void {
  words = next
}

/** Why a request did not succeed, in the language of the page. The code may be of a server that is newer than this page. */
export const errorText = (code: string, message: string): string =>
  words === null ? message : (sentenceOf(words.errors, code) ?? message)

/** What is wrong with a part of a request, in the language of the page. */
export function detailText({ path, code, message }: { path: string; code: string; message: string }): string {
  if (words === null) {
    return message
  }
  const part = path.replaceAll(/\[\d+\]/g, '')
  const sentence = sentenceOf(words.special, `${part} ${code}`) ?? sentenceOf(words.details, code)
  const [name = words.unnamed, other = words.unnamed] = quotedIn(message)
  const [number = ''] = /\d[\d\s,.]*\d|\d/.exec(message) ?? []
  return (
    sentence
      ?.replace('{{name}}', () => `\u2068${name}\u2069`)
      .replace('{{other}}', () => `\u2068${other}\u2069`)
      .replace('{{number}}', () => number) ?? message
  )
}

/** What a sentence of the server puts in quotes: names, and what stands in a cell. */
export const quotedIn = (message: string): string[] =>
  Array.from(message.matchAll(/“([^”]+)”|"([^"]+)"/g), ([, curly, straight]) => curly ?? straight ?? '')

const sentenceOf = (sentences: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(sentences, key) ? sentences[key] : undefined
