import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

/** The words of the proof of a locked cycle. */
export const useProofWords = (): Translate<typeof en> => useLazyWords('proofPanel', en, ar)
