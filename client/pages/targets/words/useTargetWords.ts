import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type TargetTranslate = Translate<typeof en>

/** The words of the page of targets. */
export const useTargetWords = (): TargetTranslate => useLazyWords('targetsPage', en, ar)
