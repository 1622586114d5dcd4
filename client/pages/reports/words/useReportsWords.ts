import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export const useReportsWords = (): Translate<typeof en> => useLazyWords('reportsPage', en, ar)
