import { expect, test } from 'vitest'
import { saidIn } from './saidIn.ts'
import { ar } from './words/ar.ts'
import { en } from './words/en.ts'

const NOTHING = { says: null, rows: [], before: null, allowed: [] }

test.each([
  [NOTHING, 'Nothing stands there.', 'لا شيء مكتوب هناك.'],
  [{ ...NOTHING, says: 'tbc' }, '“tbc”', '«tbc»'],
  [{ ...NOTHING, says: 'AR3', allowed: ['AR4', 'AR5'] }, '“AR3” is none of AR4, AR5.', '«AR3» ليس من: AR4, AR5.'],
  [{ ...NOTHING, rows: [2, 7] }, 'Rows 2, 7 are the same factor.', 'الصفوف 2, 7 للمعامل نفسه.'],
  [
    { ...NOTHING, says: 'L', before: { unit: 'kg', edition: '2025' } },
    'Per L here, and per kg in 2025.',
    'هنا لكل L، وكان لكل kg في 2025.',
  ],
])('what a row without a factor says is told in both languages, never as nothing at all', (row, english, arabic) => {
  const by =
    (words: Readonly<Record<string, string>>): Parameters<typeof saidIn>[1] =>
    (key, values = {}) =>
      (words[key] ?? '')
        .replaceAll(/[\u2068\u2069]/g, '')
        .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
          String(Object.entries(values).find(([at]) => at === name)?.[1]),
        )
  expect([saidIn(row, by(en)), saidIn(row, by(ar))]).toEqual([english, arabic])
})
