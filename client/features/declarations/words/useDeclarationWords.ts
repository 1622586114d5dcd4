import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

/** The words of what is declared: its states and what each means. */
export const useDeclarationWords = (): Translate<typeof en> => useLazyWords('declarations', en, ar)
