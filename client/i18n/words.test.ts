import { expect, test } from 'vitest'
import { ar as boundaryAr } from '#client/pages/boundary/words/ar.ts'
import { en as boundaryEn } from '#client/pages/boundary/words/en.ts'
import { ar as cyclesAr } from '#client/features/cycles/words/ar.ts'
import { en as cyclesEn } from '#client/features/cycles/words/en.ts'
import { ar as declarationsAr } from '#client/features/declarations/words/ar.ts'
import { en as declarationsEn } from '#client/features/declarations/words/en.ts'
import { ar as estimatesAr } from '#client/features/estimates/words/ar.ts'
import { en as estimatesEn } from '#client/features/estimates/words/en.ts'
import { ar as exportsAr } from '#client/features/exports/words/ar.ts'
import { en as exportsEn } from '#client/features/exports/words/en.ts'
import { ar as searchAr } from '#client/features/search/words/ar.ts'
import { en as searchEn } from '#client/features/search/words/en.ts'
import { ar as uncertaintyAr } from '#client/features/uncertainty/words/ar.ts'
import { en as uncertaintyEn } from '#client/features/uncertainty/words/en.ts'
import { ar as instrumentsAr } from '#client/pages/instruments/words/ar.ts'
import { en as instrumentsEn } from '#client/pages/instruments/words/en.ts'
import { ar as proofAr } from '#client/pages/cycles/proof/words/ar.ts'
import { en as proofEn } from '#client/pages/cycles/proof/words/en.ts'
import { ar as runsAr } from '#client/pages/cycles/runs/words/ar.ts'
import { en as runsEn } from '#client/pages/cycles/runs/words/en.ts'
import { ar as keysAr } from '#client/pages/keys/words/ar.ts'
import { en as keysEn } from '#client/pages/keys/words/en.ts'
import { ar as metersAr } from '#client/pages/meters/words/ar.ts'
import { en as metersEn } from '#client/pages/meters/words/en.ts'
import { ar as reportsAr } from '#client/pages/reports/words/ar.ts'
import { en as reportsEn } from '#client/pages/reports/words/en.ts'
import { ar as webhooksAr } from '#client/pages/webhooks/words/ar.ts'
import { en as webhooksEn } from '#client/pages/webhooks/words/en.ts'
import { ar as targetsAr } from '#client/pages/targets/words/ar.ts'
import { en as targetsEn } from '#client/pages/targets/words/en.ts'
import { ar as importsAr } from '#client/pages/imports/words/ar.ts'
import { en as importsEn } from '#client/pages/imports/words/en.ts'
import { ar as parametersAr } from '#client/pages/parameters/words/ar.ts'
import { en as parametersEn } from '#client/pages/parameters/words/en.ts'
import { ar as sheetAr } from '#client/pages/sheet/words/ar.ts'
import { en as sheetEn } from '#client/pages/sheet/words/en.ts'
import { ar as suggestionsAr } from '#client/features/suggestions/words/ar.ts'
import { en as suggestionsEn } from '#client/features/suggestions/words/en.ts'
import { ar as setsAr } from '#client/pages/factors/sets/words/ar.ts'
import { en as setsEn } from '#client/pages/factors/sets/words/en.ts'
import { ar as whatIfAr } from '#client/pages/what-if/words/ar.ts'
import { en as whatIfEn } from '#client/pages/what-if/words/en.ts'
import { ar } from './ar/ar.ts'
import { COUNT_FORMS } from './arabic.ts'
import { en } from './en/en.ts'

const ENGLISH = wordsOf({
  ...en,
  sheetPage: sheetEn,
  boundaryPage: boundaryEn,
  cyclesPage: cyclesEn,
  declarations: declarationsEn,
  estimates: estimatesEn,
  instrumentsPage: instrumentsEn,
  parametersPage: parametersEn,
  whatIfPage: whatIfEn,
  factorSuggestions: suggestionsEn,
  factorSets: setsEn,
  uncertaintyPage: uncertaintyEn,
  proofPanel: proofEn,
  runsPanel: runsEn,
  targetsPage: targetsEn,
  exports: exportsEn,
  search: searchEn,
  keysPage: keysEn,
  webhooksPage: webhooksEn,
  metersPage: metersEn,
  imports: importsEn,
  reportsPage: reportsEn,
})
const ARABIC = wordsOf({
  ...ar,
  sheetPage: sheetAr,
  boundaryPage: boundaryAr,
  cyclesPage: cyclesAr,
  declarations: declarationsAr,
  estimates: estimatesAr,
  instrumentsPage: instrumentsAr,
  parametersPage: parametersAr,
  whatIfPage: whatIfAr,
  factorSuggestions: suggestionsAr,
  factorSets: setsAr,
  uncertaintyPage: uncertaintyAr,
  proofPanel: proofAr,
  runsPanel: runsAr,
  targetsPage: targetsAr,
  exports: exportsAr,
  search: searchAr,
  keysPage: keysAr,
  webhooksPage: webhooksAr,
  metersPage: metersAr,
  imports: importsAr,
  reportsPage: reportsAr,
})
const FORM = /_(zero|one|two|few|many|other)$/

/** All words by path. */
function wordsOf(words: object, prefix = ''): Map<string, string> {
  const found = Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? [...wordsOf(value, `${prefix}${key}.`)]
      : [[prefix + key, String(value)] as const],
  )
  return new Map(found)
}

const baseOf = (path: string): string => path.replace(FORM, '')
const placeholdersOf = (text = ''): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort()
const counting = [...ENGLISH.keys()].filter((path) => path.endsWith('_one')).map(baseOf)

test('Arabic counts in six forms', () => {
  expect(new Intl.PluralRules('ar').resolvedOptions().pluralCategories.toSorted()).toEqual(COUNT_FORMS.toSorted())
})

test('Arabic has every word that English has and no other, and every form of those that count', () => {
  const expected = [...ENGLISH.keys()].flatMap((path) =>
    !counting.includes(baseOf(path)) ? [path] : path.endsWith('_one') ? formsOf(baseOf(path)) : [],
  )
  expect([...ARABIC.keys()].toSorted()).toEqual(expected.toSorted())
})

const formsOf = (base: string): string[] => COUNT_FORMS.map((form) => `${base}_${form}`)

test('both have the same placeholders; a form that names its number in words may leave the number out', () => {
  const other = (path: string): string => (counting.includes(baseOf(path)) ? `${baseOf(path)}_other` : path)
  const wrong = [...ARABIC].filter(([path, text]) => {
    const [wanted, given] = [placeholdersOf(ENGLISH.get(other(path))), placeholdersOf(text)]
    const isSame = wanted.join() === given.join()
    const inWords = /_(zero|one|two)$/.test(path) && counting.includes(baseOf(path))
    const withoutNumber = wanted.filter((name) => !['count', 'shown', 'rows'].includes(name))
    return !isSame && !(inWords && withoutNumber.join() === given.join())
  })
  expect(wrong).toEqual([])
})

test('no Arabic word is the English one', () => {
  const hasWords = (text: string): boolean => /\p{Script=Latin}{4}/u.test(text.replaceAll(/\{\{\w+\}\}/g, ''))
  const same = [...ARABIC].filter(([path, text]) => text === ENGLISH.get(path) && hasWords(text))
  expect(same).toEqual([['sheetPage.aProgram', 'Carbonsheet']])
})
