import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from './env.ts'

/** The secret that signs access tokens: the setting, else one made once and kept in DATA_DIR, readable by the owner only. */
export async function sessionSecret(env: Pick<Env, 'SESSION_SECRET' | 'DATA_DIR'>): Promise<string> {
  if (env.SESSION_SECRET !== undefined) {
    return env.SESSION_SECRET
  }
  const file = join(env.DATA_DIR, 'session-secret')
  const kept = await readIfThere(file)
  if (kept !== null) {
    return kept
  }
  await mkdir(env.DATA_DIR, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
  // A link never replaces: of two servers that start at once, both end up with the first one's secret.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') {
      throw error
    }
  })
  await rm(draft)
  return await readFile(file, 'utf8')
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null
    }
    throw error
  }
}
