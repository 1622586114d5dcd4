/** `npm run dev`: the server, started again after each change, and Vite's development server with live reload. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled } from './tooling/install.mjs'
import { PINNED_NODE, ROOT } from './tooling/paths.mjs'

await ensureInstalled()
const start = (...args) => spawn(PINNED_NODE, args, { cwd: ROOT, stdio: 'inherit' })
const both = [start('--watch', 'server/main.ts'), start(join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'))]
let running = both.length
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => both.forEach((child) => child.kill(signal)))
}
for (const child of both) {
  child.once('exit', () => {
    running -= 1
    both.forEach((other) => other.kill('SIGTERM'))
    if (running === 0) {
      process.exit(0)
    }
  })
}
