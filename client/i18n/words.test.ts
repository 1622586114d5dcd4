import { expect, test } from 'vitest'
import { ar } from './ar/ar.ts'
import { en } from './en/en.ts'

const PLURAL = /_(?:zero|one|two|few|many|other)$/

/** Paths of all words, with plural forms counted as one. */
function pathsOf(words: object, prefix = ''): Set<string> {
  const paths = new Set<string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') {
      paths.add(prefix + key.replace(PLURAL, ''))
    } else {
      pathsOf(value as object, `${prefix}${key}.`).forEach((path) => paths.add(path))
    }
  }
  return paths
}

test('Arabic has no word that English does not have', () => {
  expect([...pathsOf(ar)].filter((path) => !pathsOf(en).has(path))).toEqual([])
})

test('Arabic is complete for the frame, sign-in, dashboard, modules and people', () => {
  const spoken = pathsOf(ar)
  const begun = pathsOf({
    common: en.common,
    login: en.login,
    dashboard: en.dashboard,
    module: en.module,
    people: en.people,
  })
  expect([...begun].filter((path) => !spoken.has(path))).toEqual([])
})
