import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type HookTranslate = Translate<typeof en>

export const useHookWords = (): HookTranslate => useLazyWords('webhooksPage', en, ar)
