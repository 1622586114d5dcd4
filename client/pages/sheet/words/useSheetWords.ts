import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { i18n } from '#client/i18n/i18n.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

const NAMESPACE = 'sheetPage'

/** Without the endings of plurals. */
type BaseKey<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key
export type SheetWord = BaseKey<keyof typeof en>

/** Gives the words for a key; `count` chooses the plural. */
export type SheetTranslate = (key: SheetWord, values?: Readonly<Record<string, string | number>>) => string

/** The words of the sheet page, in the language of the page. They come with the page, not with the first load. */
export function useSheetWords(): SheetTranslate {
  const { i18n: translator } = useTranslation()
  const { language } = translator
  return useMemo(() => {
    if (!i18n.hasResourceBundle('en', NAMESPACE)) {
      i18n.addResourceBundle('en', NAMESPACE, en)
      i18n.addResourceBundle('ar', NAMESPACE, ar)
    }
    // The typed `t` knows only the namespaces of the first load.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the typed t knows only the namespaces of the first load
    const translate = i18n.t.bind(i18n) as unknown as (key: string, values: object) => unknown
    return (key, values = {}) => String(translate(key, { ...values, ns: NAMESPACE, lng: language }))
  }, [language])
}
