import { type Translate, useLazyWords } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export const useSetWords = (): Translate<typeof en> => useLazyWords('factorSets', en, ar)
