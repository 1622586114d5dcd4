import { expect, test } from 'vitest'
import { countPlaywright, countVitest } from './tooling/testCounts.mjs'

const file = (status: string, tests: string[]) => ({
  status,
  assertionResults: tests.map((result) => ({ status: result })),
})
const vitestReport = (passed: number, failed: number, files: object[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files,
})

test('what passed and failed is summed as the runners say', () => {
  const report = vitestReport(2, 1, [file('failed', ['passed', 'failed']), file('passed', ['passed'])])
  expect(countVitest(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 })
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }
  expect(countPlaywright({ stats }, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 })
})

test('a file that could not be loaded is a failure, though no test of it failed', () => {
  expect(countVitest(vitestReport(1, 0, [file('passed', ['passed']), file('failed', [])]), 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  })
})

test('a runner that crashed, that failed without saying so, or that found no test is a failure', () => {
  expect(countVitest(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(countVitest(vitestReport(5, 0, []), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  expect(countVitest(vitestReport(0, 0, []), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(countPlaywright(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
