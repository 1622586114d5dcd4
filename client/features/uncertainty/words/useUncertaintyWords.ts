import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type UncertaintyTranslate = Translate<typeof en>

export const useUncertaintyWords = (): UncertaintyTranslate => useLazyWords('uncertaintyPage', en, ar)
