import { ensureInstalled } from './install.mjs'
import { PINNED_NODE } from './paths.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** Runs a command of the server on the project's own Node, installs what is missing first, and ends with its exit code. */
export async function runServerCommand(file, args) {
  try {
    await ensureInstalled()
  } catch (error) {
    say(error.message)
    process.exit(1)
  }
  const { code } = await run(PINNED_NODE, [file, ...args], { show: true })
  process.exit(code)
}
