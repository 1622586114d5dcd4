import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type ParameterTranslate = Translate<typeof en>

export const useParameterWords = (): ParameterTranslate => useLazyWords('parametersPage', en, ar)
