import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'
import { say, sayWhileWaiting } from './say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of the browser of this machine (the variable CHROMIUM names another one), or null when there is none. */
export function findChromium() {
  if (process.env.CHROMIUM) {
    return process.env.CHROMIUM
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC]
  return candidates.find((path) => existsSync(path)) ?? null
}

/** The browser, installed from Debian's packages when there is none and this user may. Throws with what to do. */
export async function ensureChromium() {
  const found = findChromium()
  if (found !== null) {
    return found
  }
  const root = process.getuid?.() === 0
  const mayInstall = commandWorks('apt-get', ['--version']) && (root || commandWorks('sudo', ['-n', 'true']))
  if (!mayInstall) {
    throw new Error(
      'The browser flows need Chromium, and there is none here. Install it (Debian and Ubuntu: sudo apt-get install chromium), ' +
        'or set CHROMIUM to the path of a Chromium or Chrome.',
    )
  }
  say('Installing Chromium for the browser flows (once) …')
  const done = sayWhileWaiting('installing')
  const apt = (...args) =>
    run(root ? 'apt-get' : 'sudo', [...(root ? [] : ['-n', 'apt-get']), ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
  await apt('update', '-qq')
  const { output } = await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  done()
  const installed = findChromium()
  if (installed === null) {
    throw new Error(`Chromium could not be installed:\n${output.trim()}`)
  }
  return installed
}

function commandWorks(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
