/** Progress for the person who waits, on standard error so that standard output stays the program's own. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Repeats that the work goes on, every ten seconds, until the returned function is called. */
export function sayWhileWaiting(what) {
  const started = Date.now()
  const timer = setInterval(() => say(`  ${what}: ${Math.round((Date.now() - started) / 1000)} s so far`), 10_000)
  return () => clearInterval(timer)
}
