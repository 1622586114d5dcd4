import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

/** The words of the runs of an open cycle. */
export const useRunWords = (): Translate<typeof en> => useLazyWords('runsPanel', en, ar)
