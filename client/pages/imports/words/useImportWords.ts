import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type ImportTranslate = Translate<typeof en>
export type ImportWord = Parameters<ImportTranslate>[0]

export const useImportWords = (): ImportTranslate => useLazyWords('imports', en, ar)
