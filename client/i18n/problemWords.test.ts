import { afterEach, expect, test } from 'vitest'
import { DETAIL_CODES } from '#shared/api/detailCodes.ts'
import { ERROR_CODES } from '#shared/api/errorCodes.ts'
import { readProblem } from '../api/readProblem.ts'
import { reasonsOf } from '../api/reasonsOf.ts'
import { problems } from './ar/problems.ts'
import { detailText, errorText, quotedIn, setProblemWords } from './problemWords.ts'

afterEach(() => setProblemWords(null))

const refused = (errors: object[]): Response =>
  Response.json(
    { type: '', title: '', status: 422, code: 'invalid-request', detail: 'Two things.', errors, request_id: 'r1' },
    { status: 422 },
  )

test('every code that the server sends has Arabic words, and no word is left over', () => {
  expect(Object.keys(problems.errors).sort()).toEqual([...ERROR_CODES].sort())
  expect(Object.keys(problems.details).sort()).toEqual([...DETAIL_CODES].sort())
  const known: readonly string[] = DETAIL_CODES
  expect(Object.keys(problems.special).filter((key) => !known.includes(key.split(' ').at(-1)!))).toEqual([])
  const all = [problems.errors, problems.details, problems.special].flatMap((words) => Object.values(words))
  expect(all.filter((text) => !/\p{Script=Arabic}/u.test(text))).toEqual([])
})

test('a page in Arabic says in Arabic why the server refused, with the names that it gave', async () => {
  const errors = [
    { path: 'name', code: 'taken', message: 'There is a field “Energy” already. Choose another name.' },
    { path: 'unit', code: 'unknown-unit', message: '"smoots" is not a known unit.' },
    { path: 'options[2]', code: 'taken', message: '“Paper” is there twice. Leave one of them out.' },
    { path: '', code: 'too-many', message: 'A table has 300 fields at most.' },
    { path: 'x', code: 'of-a-newer-server', message: 'As the server says it.' },
  ]
  expect(reasonsOf(await readProblem(refused(errors)))).toEqual(errors.map(({ message }) => message))
  setProblemWords(problems)
  const said = reasonsOf(await readProblem(refused(errors)))
  expect(said[0]).toBe('الاسم «\u2068Energy\u2069» موجود هنا من قبل. اختر اسمًا آخر.')
  expect(said[1]).toContain('smoots')
  expect(said[2]).toMatch(/الخيار .*Paper/)
  expect(said[3]).toContain('300')
  expect(said[4]).toBe('As the server says it.')
  expect(reasonsOf(await readProblem(refused([])))).toEqual([problems.errors['invalid-request']])
  expect(detailText({ path: '', code: 'taken', message: 'no name here' })).toContain('هذا')
  expect(errorText('constructor', 'as it is')).toBe('as it is')
})

test('what a row of a set says is told in every language: it stands between the quotes of the sentence', () => {
  expect(quotedIn('“7 kg/€” is none of the units; “kWh” is one.')).toEqual(['7 kg/€', 'kWh'])
  expect(quotedIn('The row has no name.')).toEqual([])
})
