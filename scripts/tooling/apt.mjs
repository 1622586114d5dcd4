import { spawnSync } from 'node:child_process'
import { run } from './run.mjs'
import { say, sayWhileWaiting } from './say.mjs'

/** Whether this user may install packages of Debian or Ubuntu without being asked anything. */
export function mayInstall() {
  return commandWorks('apt-get', ['--version']) && (isRoot() || commandWorks('sudo', ['-n', 'true']))
}

/** Installs a package; answers what apt printed. `why`: what it is for, as the person reads it. */
export async function installPackage(name, why) {
  say(`Installing ${why} (once) …`)
  const done = sayWhileWaiting('installing')
  const apt = (...args) =>
    run(isRoot() ? 'apt-get' : 'sudo', [...(isRoot() ? [] : ['-n', 'apt-get']), ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    })
  await apt('update', '-qq')
  const { output } = await apt('install', '-y', '-qq', '--no-install-recommends', name)
  done()
  return output.trim()
}

const isRoot = () => process.getuid?.() === 0

function commandWorks(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
