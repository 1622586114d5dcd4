import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type InstrumentTranslate = Translate<typeof en>

export const useInstrumentWords = (): InstrumentTranslate => useLazyWords('instrumentsPage', en, ar)
