import { type Translate, useLazyWords } from '#client/i18n/lazyWords.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

export const useOfferWords = (): Translate<typeof en> => useLazyWords('factorOffers', en, ar)
