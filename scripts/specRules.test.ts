import { expect, test } from 'vitest'
import { specProblems } from './tooling/specRules.mjs'

const spec = {
  path: 'collab/SPEC.md',
  text: '## Rows\n- [DOC1] One thing.\n- DOC2 Another, see DOC1.\n**[DOC3]** A third.\n',
}

test('rules and tests that cite each other are in order', () => {
  const text = "test('[DOC1] one', …)\ntest.each([1, 2])('[DOC2][DOC3] two at once', …)"
  expect(specProblems([spec, { path: 'collab/a.test.ts', text }])).toEqual([])
})

test('a rule without a test, a test without a rule, and a rule written twice are each told with their file', () => {
  const text = "test('[DOC1] one', …)\ntest('[DOC2] two', …)\ntest('[DOC9] nine', …)"
  const again = { path: 'formulas/SPEC.md', text: '- DOC2 The same id.\n' }
  expect(specProblems([spec, again, { path: 'collab/a.test.ts', text }])).toEqual([
    '[DOC2] is written in collab/SPEC.md and again in formulas/SPEC.md',
    '[DOC3] of collab/SPEC.md is shown by no test',
    '[DOC9] is cited in collab/a.test.ts but written in no SPEC.md',
  ])
})
