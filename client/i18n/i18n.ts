import { createInstance, type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/en.ts'
import { setProblemWords, type ProblemWords } from './problemWords.ts'

export const LANGUAGES = ['en', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

const STORED_LANGUAGE = 'carbonsheet.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof en
    returnNull: false
  }
}

/** The one translator. English is in the first load; other languages come when they are chosen. */
export const i18n: I18n = createInstance()

/** Makes the translator ready in the language that this browser used last. */
export async function startI18n(): Promise<void> {
  const language = storedLanguage()
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(en),
    resources: { en },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  if (language !== 'en') {
    await setLanguage(language)
  }
}

let arabicProblems: ProblemWords | null = null

/** Switches all words, and remembers the choice in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'ar' && !i18n.hasResourceBundle('ar', 'common')) {
    const { ar } = await import('./ar/ar.ts')
    arabicProblems = (await import('./ar/problems.ts')).problems
    for (const [namespace, words] of Object.entries(ar)) {
      i18n.addResourceBundle('ar', namespace, words)
    }
  }
  setProblemWords(language === 'ar' ? arabicProblems : null)
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  localStorage.setItem(STORED_LANGUAGE, language)
}

/** Which way the lines run. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

function storedLanguage(): Language {
  const stored = localStorage.getItem(STORED_LANGUAGE)
  return LANGUAGES.find((language) => language === stored) ?? 'en'
}
