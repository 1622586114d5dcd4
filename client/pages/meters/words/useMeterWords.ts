import { useLazyWords, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type MeterTranslate = Translate<typeof en>

export const useMeterWords = (): MeterTranslate => useLazyWords('metersPage', en, ar)
