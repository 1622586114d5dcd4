import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export const useSearchWords = (): Translate<typeof en> => useLazyWords('search', en, ar)
