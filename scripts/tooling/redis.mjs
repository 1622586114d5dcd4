import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackage, mayInstall } from './apt.mjs'

/** The path of the Redis server of this machine (the variable REDIS_SERVER names another one), or null when there is none. */
export function findRedisServer() {
  if (process.env.REDIS_SERVER) {
    return process.env.REDIS_SERVER
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null
}

/** Sees to it that there is a Redis server, from Debian's packages when this user may. Answers why not, or null. */
export async function ensureRedisServer() {
  if (findRedisServer() !== null) {
    return null
  }
  if (!mayInstall()) {
    return 'there is no redis-server here (Debian and Ubuntu: sudo apt-get install redis-server)'
  }
  const output = await installPackage('redis-server', 'Redis for the tests of several servers')
  return findRedisServer() === null ? `redis-server could not be installed: ${output.split('\n').at(-1)}` : null
}
