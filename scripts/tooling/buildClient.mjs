import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, PINNED_NODE, ROOT } from './paths.mjs'
import { run } from './run.mjs'
import { say, sayWhileWaiting } from './say.mjs'
import { withLock } from './withLock.mjs'

const FOLDERS = ['client', 'shared', 'formulas', 'collab']
const FILES = ['package-lock.json', 'vite.config.ts']
const PAGE = join(ROOT, 'dist', 'client', 'index.html')
const STAMP = join(CACHE, 'client-build.json')

/** Builds the page when it is missing or anything it is made of has changed. Throws with what Vite said. */
export async function ensureClientBuilt() {
  if (isCurrent()) {
    return
  }
  await withLock('build', async () => {
    if (isCurrent()) {
      return
    }
    const inputs = listInputs()
    const stamp = { facts: facts(inputs), content: contentHash(inputs) }
    say('Building the page (after each change, some ten seconds) …')
    const done = sayWhileWaiting('building')
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
    const { code, output } = await run(PINNED_NODE, [vite, 'build', '--logLevel', 'warn'])
    done()
    if (code !== 0) {
      throw new Error(`The page could not be built:\n${output.trim()}`)
    }
    writeStamp(stamp)
  })
}

function isCurrent() {
  if (!existsSync(PAGE) || !existsSync(STAMP)) {
    return false
  }
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8'))
  const inputs = listInputs()
  // Sizes and times answer in a few milliseconds; contents are read only when those differ (a fresh clone, say).
  if (stamp.facts === facts(inputs)) {
    return true
  }
  const same = stamp.content === contentHash(inputs)
  if (same) {
    writeStamp({ ...stamp, facts: facts(inputs) })
  }
  return same
}

function writeStamp(stamp) {
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(STAMP, JSON.stringify(stamp))
}

function listInputs() {
  const found = FILES.filter((file) => existsSync(join(ROOT, file)))
  const visit = (folder) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        visit(path)
      } else if (!/\.(test|test-d)\.tsx?$/.test(entry.name)) {
        found.push(path)
      }
    }
  }
  FOLDERS.forEach(visit)
  return found.sort()
}

function facts(inputs) {
  const hash = createHash('sha256')
  for (const path of inputs) {
    const { size, mtimeMs } = statSync(join(ROOT, path))
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function contentHash(inputs) {
  const hash = createHash('sha256')
  for (const path of inputs) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0')
  }
  return hash.digest('hex')
}
