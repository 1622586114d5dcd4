import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type WhatIfTranslate = Translate<typeof en>

export const useWhatIfWords = (): WhatIfTranslate => useLazyWords('whatIfPage', en, ar)
