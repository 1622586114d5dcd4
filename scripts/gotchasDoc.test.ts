import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Where a test says which gotcha it is about, in its name. */
const NUMBER = /\[GOTCHA (\d+)\]/g

/** Of the table: the number, the files that are named for it, and what is open. */
const rows = read('docs/GOTCHAS.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number = '', , tests = '', open = '']) => ({
    number: Number(number),
    files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
    open,
  }))

test('docs/GOTCHAS.md has the 32, each with a test or with what is open', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, at) => at + 1))
  expect(rows.filter(({ files, open }) => files.length === 0 && open === '')).toEqual([])
})

test('what it names for a gotcha are the files whose tests name the gotcha, and no others', () => {
  const named = rows.flatMap(({ number, files }) => files.map((file) => `${number} ${file}`))
  const tests = globSync('{shared,formulas,collab,server,client,e2e}/**/*.{test,spec}.{ts,tsx}', { cwd: ROOT })
  const found = tests.flatMap((file) => [...read(file).matchAll(NUMBER)].map(([, number]) => `${number} ${file}`))
  expect(named.toSorted()).toEqual([...new Set(found)].toSorted())
})
