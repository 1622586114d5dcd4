import { expect, test } from 'vitest'
import { claimProblems } from './tooling/claimRules.mjs'

const tests = [
  { path: 'server/a.test.ts', text: "test('[A1] nobody gets in', …)" },
  { path: 'server/deep/b.test.ts', text: "test('plain', …)" },
  { path: 'client/b.test.ts', text: '' },
]
const problemsOf = (text: string): string[] => claimProblems([{ path: 'docs/X.md', text }], tests)

test('claims that name files, tests and rules that exist are in order', () => {
  expect(problemsOf('| yes | [A1] `A1` `server/a.test.ts` “nobody gets in” and `a.test.ts` |')).toEqual([])
})

test('a file, a test and a rule that do not exist are each told, and so is a name that two files have', () => {
  expect(problemsOf('`gone.test.ts`, `server/a.test.ts` “somebody gets in”, [A2], `b.test.ts`')).toEqual([
    'docs/X.md cites gone.test.ts, which is no test',
    'docs/X.md cites “somebody gets in”, which is no test of server/a.test.ts',
    'docs/X.md cites b.test.ts, which is more than one test',
    'docs/X.md cites [A2], which no test shows',
  ])
})
