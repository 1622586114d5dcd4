import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type EstimateTranslate = Translate<typeof en>

/** The words of estimates: making one, and what is said of those that are there. */
export const useEstimateWords = (): EstimateTranslate => useLazyWords('estimates', en, ar)
