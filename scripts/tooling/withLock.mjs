import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { CACHE } from './paths.mjs'
import { say } from './say.mjs'

/** Does the work while no other script does work of the same name; what a killed script left does not block. */
export async function withLock(name, work) {
  const lock = join(CACHE, 'locks', name)
  mkdirSync(join(CACHE, 'locks'), { recursive: true })
  let told = false
  while (!take(lock)) {
    if (!told) {
      say(`Waiting for another ${name} of this folder to end …`)
      told = true
    }
    await wait(200)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error
    }
  }
  const owner = readOwner(lock)
  if (owner !== null && !isRunning(owner)) {
    // Moving succeeds for one of those who found it; the others find the next lock.
    const aside = `${lock}.${process.pid}`
    try {
      renameSync(lock, aside)
      rmSync(aside, { force: true })
    } catch {
      // Somebody else was faster.
    }
  }
  return false
}

function readOwner(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
