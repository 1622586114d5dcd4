import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type CycleTranslate = Translate<typeof en>

/** The words of the page of cycles and of locking one. */
export const useCycleWords = (): CycleTranslate => useLazyWords('cyclesPage', en, ar)
