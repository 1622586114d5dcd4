import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackage, mayInstall } from './apt.mjs'

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
  if (!mayInstall()) {
    throw new Error(
      'The browser flows need Chromium, and there is none here. Install it (Debian and Ubuntu: sudo apt-get install chromium), ' +
        'or set CHROMIUM to the path of a Chromium or Chrome.',
    )
  }
  const output = await installPackage('chromium', 'Chromium for the browser flows')
  const installed = findChromium()
  if (installed === null) {
    throw new Error(`Chromium could not be installed:\n${output}`)
  }
  return installed
}
