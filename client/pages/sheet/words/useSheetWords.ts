import { useLazyWords, type BaseKey, type Translate } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export type SheetWord = BaseKey<keyof typeof en>
export type SheetTranslate = Translate<typeof en>

/** The words of the sheet page. They come with the page, not with the first load. */
export const useSheetWords = (): SheetTranslate => useLazyWords('sheetPage', en, ar)
