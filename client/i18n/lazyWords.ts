import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { i18n } from './i18n.ts'

/** Without the endings of plurals. */
export type BaseKey<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key

/** Gives the words for a key; `count` chooses the plural. */
export type Translate<Words extends Readonly<Record<string, string>>> = (
  key: BaseKey<keyof Words & string>,
  values?: Readonly<Record<string, string | number>>,
) => string

/** Words that come with a page and not with the first load, in the language of the page. `ar` has every form of Arabic. */
export function useLazyWords<Words extends Readonly<Record<string, string>>>(
  namespace: string,
  en: Words,
  ar: Readonly<Record<string, string>>,
): Translate<Words> {
  const { i18n: translator } = useTranslation()
  const { language } = translator
  return useMemo(() => {
    if (!i18n.hasResourceBundle('en', namespace)) {
      i18n.addResourceBundle('en', namespace, en)
      i18n.addResourceBundle('ar', namespace, ar)
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the typed t knows only the namespaces of the first load
    const translate = i18n.t.bind(i18n) as unknown as (key: string, values: object) => unknown
    return (key, values = {}) => String(translate(key, { ...values, ns: namespace, lng: language }))
  }, [language, namespace, en, ar])
}
