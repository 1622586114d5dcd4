import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** `file.test.ts`: how its name begins */
const CITATION = /^`([\w./-]+\.(?:spec|test)\.ts)`: (.+)$/

test('docs/KEYS.md names a test for every key and gesture, and each of them is there', () => {
  const rows = read('docs/KEYS.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| Gesture'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  expect(rows.length).toBeGreaterThan(70)
  const wrong = rows.flatMap(([, gesture, tests = '']) =>
    tests.split(/; (?=`)/).filter((citation) => {
      const [, file = '', begin = ''] = CITATION.exec(citation) ?? []
      const path = file.includes('/') ? file : `e2e/flows/${file}`
      return gesture === '' || begin === '' || !namesOf(read(path)).some((name) => name.startsWith(begin))
    }),
  )
  expect(wrong).toEqual([])
})

/** Names of tests, and of the cases of a table of tests. */
const namesOf = (source: string): string[] =>
  [...source.matchAll(/(?:^|[\s([])['"`](.+?)['"`](?:,|$)/gm)].map(([, name = '']) => name)
