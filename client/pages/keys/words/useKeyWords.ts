import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export const useKeyWords = (): Translate<typeof en> => useLazyWords('keysPage', en, ar)
