import { type Translate, useLazyWords } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type SuggestionTranslate = Translate<typeof en>

export const useSuggestionWords = (): SuggestionTranslate => useLazyWords('factorSuggestions', en, ar)
