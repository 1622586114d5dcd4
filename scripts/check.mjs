/** `npm run check`: everything that can be said without running the program. */
import { runChecks } from './tooling/checks.mjs'
import { say } from './tooling/say.mjs'

const { failed } = await runChecks((name, passed, output) =>
  say(passed ? `ok      ${name}` : `FAILED  ${name}\n${output.trim()}\n`),
)
process.exit(failed === 0 ? 0 : 1)
