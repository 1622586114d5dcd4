import { join } from 'node:path'
import { PINNED_NODE, ROOT } from './paths.mjs'
import { run } from './run.mjs'

const bin = (packageName, file) => join(ROOT, 'node_modules', packageName, file)

/** The parts of `npm run check`: name, and the arguments for the pinned Node. */
export const CHECKS = [
  { name: 'format', args: [bin('oxfmt', 'bin/oxfmt'), '--check', '.'] },
  { name: 'lint', args: [bin('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings', '.'] },
  { name: 'types', args: [bin('typescript', 'bin/tsc'), '-b', '--pretty', 'false'] },
  { name: 'dead code', args: [bin('knip', 'bin/knip.js'), '--no-progress'] },
  { name: 'boundaries', args: ['scripts/boundaries-check.mjs'] },
  { name: 'specifications', args: ['scripts/spec-check.mjs'] },
]

/** Makes what the others look at. */
const FIRST = { name: 'types of the API', args: ['scripts/api-types.mjs'] }

/** Runs all checks, two at a time; `onDone` hears of each. Resolves to `{ passed, failed }`. */
export async function runChecks(onDone) {
  const waiting = [...CHECKS]
  const counts = { passed: 0, failed: 0 }
  const runOne = async ({ name, args }) => {
    const { code, output } = await run(PINNED_NODE, args)
    counts[code === 0 ? 'passed' : 'failed'] += 1
    onDone(name, code === 0, output)
  }
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      await runOne(check)
    }
  }
  await runOne(FIRST)
  await Promise.all([worker(), worker()])
  return counts
}
