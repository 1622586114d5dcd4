/** `npm test`: installs what it needs, then checks, unit and server tests, and the browser flows; one sum at the end. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureClientBuilt } from './tooling/buildClient.mjs'
import { runChecks } from './tooling/checks.mjs'
import { ensureChromium } from './tooling/chromium.mjs'
import { ensureInstalled } from './tooling/install.mjs'
import { CACHE, PINNED_NODE, ROOT } from './tooling/paths.mjs'
import { ensureRedisServer } from './tooling/redis.mjs'
import { run } from './tooling/run.mjs'
import { say } from './tooling/say.mjs'
import { countPlaywright, countVitest } from './tooling/testCounts.mjs'

const REPORTS = join(CACHE, 'test')
const sum = { passed: 0, failed: 0, skipped: 0 }
/** What could not be run on this machine, and why. */
const notRun = []

try {
  await ensureInstalled()
} catch (error) {
  say(error.message)
  finish([{ name: 'installation', passed: 0, failed: 1, skipped: 0 }])
}
mkdirSync(REPORTS, { recursive: true })

const counts = []
counts.push(await checks())
counts.push(await unitTests())
counts.push(await browserFlows())
finish(counts)

async function checks() {
  say('Checks')
  const { passed, failed } = await runChecks((name, ok, output) =>
    say(ok ? `  ok      ${name}` : `  FAILED  ${name}\n${output.trim()}`),
  )
  return { name: 'checks', passed, failed, skipped: 0 }
}

async function unitTests() {
  say('Tests of the parts')
  const noRedis = await ensureRedisServer()
  if (noRedis !== null) {
    notRun.push(`tests of several servers with Redis: ${noRedis}`)
  }
  const report = join(REPORTS, 'vitest.json')
  rmSync(report, { force: true })
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [
    vitest,
    'run',
    '--silent=passed-only',
    // in hours one wants to see how far it is
    process.env.TEST_FORM === 'long' ? '--reporter=default' : '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const { code } = await run(PINNED_NODE, args, { show: true, env: { NO_COLOR: '1' } })
  return { name: 'tests of the parts', ...countVitest(readReport(report), code) }
}

async function browserFlows() {
  say('Browser flows')
  const report = join(REPORTS, 'e2e.json')
  rmSync(report, { force: true })
  try {
    const chromium = await ensureChromium()
    await ensureClientBuilt()
    const playwright = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
    const args = [playwright, 'test', '--config', 'e2e/playwright.config.ts']
    const { code } = await run(PINNED_NODE, args, { show: true, env: { CHROMIUM: chromium, NO_COLOR: '1' } })
    return { name: 'browser flows', ...countPlaywright(readReport(report), code) }
  } catch (error) {
    say(error.message)
    return { name: 'browser flows', passed: 0, failed: 1, skipped: 0 }
  }
}

/** The runner's own account, or null when it ended without writing one. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function finish(all) {
  say('')
  for (const { name, passed, failed, skipped } of all) {
    say(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
    sum.passed += passed
    sum.failed += failed
    sum.skipped += skipped
  }
  for (const what of notRun) {
    say(`not run: ${what}`)
  }
  process.stdout.write(
    `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`,
  )
  process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1)
}
