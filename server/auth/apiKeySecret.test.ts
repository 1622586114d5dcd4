import { expect, test } from 'vitest'
import { KEY_PREFIX, makeKeySecret, readKeySecret } from './apiKeySecret.ts'

const TENANT = '0f6f1f0c-3b58-4a5e-9d0a-7d3f1e2c4b5a'

test('a secret says its tenant, begins as scanners know it, and is one word of letters and digits', () => {
  const { secret, sha256, hint } = makeKeySecret(TENANT)
  expect(secret).toMatch(/^cbs_live_[0-9A-Za-z]{71}$/)
  expect(readKeySecret(secret)).toEqual({ tenantId: TENANT, sha256 })
  expect([sha256.length, secret.endsWith(hint), hint.length]).toEqual([32, true, 4])
  expect(makeKeySecret(TENANT).secret).not.toBe(secret)
})

test('also for the smallest and the largest id of a tenant', () => {
  for (const tenantId of ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
    expect(readKeySecret(makeKeySecret(tenantId).secret)?.tenantId).toBe(tenantId)
  }
})

test('a mistyped one is known as such by its checksum, and nothing else is read as one', () => {
  const { secret } = makeKeySecret(TENANT)
  const at = KEY_PREFIX.length + 20
  const other = secret[at] === 'a' ? 'b' : 'a'
  expect(readKeySecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBeNull()
  for (const text of ['', KEY_PREFIX, `${secret}x`, secret.slice(1), ` ${secret}`, secret.toLowerCase()]) {
    expect([text, readKeySecret(text)]).toEqual([text, null])
  }
  expect(readKeySecret(`${KEY_PREFIX}${'z'.repeat(71)}`)).toBeNull()
})
