import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

const SKIPPED = new Set(['node_modules', '.git', '.cache', '.data', 'dist'])

/** The project's own files that match, as paths from its folder with their texts; what git ignores is not among them. */
export function projectFiles(wanted) {
  return listed()
    .filter((path) => wanted.test(path) && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

function listed() {
  try {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\0')
  } catch {
    // An unpacked archive has no git: walk the folders instead.
    return walk('')
  }
}

function walk(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) {
      return []
    }
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? walk(path) : [path]
  })
}
