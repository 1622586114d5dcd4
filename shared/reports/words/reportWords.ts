import type { ReportLocale } from '#shared/api/reports.ts'
import { AR } from './ar.ts'
import { EN, type ReportWord } from './en.ts'

/** Gives the words of a report for a key, with its values in their places. */
export type SayWord = (word: ReportWord, values?: Readonly<Record<string, string | number>>) => string

const WORDS: Readonly<Record<ReportLocale, Readonly<Record<ReportWord, string>>>> = { en: EN, ar: AR }

/** The words of a language. */
export function reportWords(locale: ReportLocale): SayWord {
  const words = WORDS[locale]
  return (word, values = {}) =>
    words[word].replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
