import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sessionSecret } from './sessionSecret.ts'

test('a generated secret is the same for everybody who asks, also at once, and only the owner may read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'carbonsheet-secret-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const env = { DATA_DIR: join(folder, 'data'), SESSION_SECRET: undefined }
  const secrets = await Promise.all(Array.from({ length: 5 }, () => sessionSecret(env)))
  const again = await sessionSecret(env)
  expect(new Set([...secrets, again]).size).toBe(1)
  expect(again.length).toBeGreaterThanOrEqual(40)
  expect((await stat(join(env.DATA_DIR, 'session-secret'))).mode & 0o777).toBe(0o600)
})

test('a given secret is used as it is', async () => {
  expect(await sessionSecret({ DATA_DIR: '/nowhere', SESSION_SECRET: 'x'.repeat(32) })).toBe('x'.repeat(32))
})
