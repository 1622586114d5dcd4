/** `npm start`: installs and builds when needed, then runs the server on the pinned Node until it is told to stop. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureClientBuilt } from './tooling/buildClient.mjs'
import { ensureInstalled } from './tooling/install.mjs'
import { PINNED_NODE, ROOT } from './tooling/paths.mjs'
import { say } from './tooling/say.mjs'

/** A signal reaches this script from the terminal and once more through npm: the second one is the same wish. */
const SAME_WISH_MS = 1000
const PARENT_CHECK_MS = 1000

try {
  await ensureInstalled()
  await ensureClientBuilt()
} catch (error) {
  say(error.message)
  process.exit(1)
}
serve()

function serve() {
  const server = spawn(PINNED_NODE, ['server/main.ts', ...process.argv.slice(2)], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compile'), ...process.env },
    stdio: 'inherit',
  })
  let last = 0
  const forward = (signal) => {
    if (Date.now() - last > SAME_WISH_MS) {
      last = Date.now()
      server.kill(signal)
    }
  }
  process.on('SIGINT', () => forward('SIGINT'))
  process.on('SIGTERM', () => forward('SIGTERM'))
  process.on('SIGHUP', () => forward('SIGTERM'))
  if (process.env.npm_lifecycle_event !== undefined) {
    // npm was killed without a chance to pass the signal on: the server must not stay behind.
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && forward('SIGTERM'), PARENT_CHECK_MS).unref()
  }
  server.once('error', (error) => {
    say(`The server could not be started: ${error.message}`)
    process.exit(1)
  })
  server.once('exit', (code, signal) => process.exit(signal === null ? code : 1))
}
