/**
 * Sums of the runners' own reports. A runner that crashed, that failed beside its tests (a file that could not be
 * loaded, an error nobody caught) or that found no test at all counts as one failure: nothing green by accident.
 */

/** Vitest's JSON report (null when it wrote none) and exit code. */
export function countVitest(report, code) {
  const files = report?.testResults ?? []
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return honest(
    {
      passed: report?.numPassedTests ?? 0,
      failed: (report?.numFailedTests ?? 0) + brokenFiles.length,
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    },
    code,
  )
}

/** Playwright's JSON report (null when it wrote none) and exit code. */
export function countPlaywright(report, code) {
  const stats = report?.stats ?? { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
  return honest({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }, code)
}

function honest(counts, code) {
  const hidden = counts.failed === 0 && (code !== 0 || counts.passed === 0)
  return hidden ? { ...counts, failed: 1 } : counts
}
