import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseEnv } from './env.ts'
import { envExample } from './envExample.ts'

test('an empty environment gives the documented defaults', () => {
  expect(parseEnv({})).toEqual({
    ok: true,
    value: {
      PORT: 8080,
      HOST: '127.0.0.1',
      DATA_DIR: resolve('.data'),
      SEED: 'demo',
      LOG_LEVEL: 'info',
      EVIDENCE_MAX_MB: 25,
      ALLOWED_ORIGINS: [],
      TRUST_PROXY_HOPS: 0,
      WEBHOOKS_LOCAL: false,
      MQTT_CLIENT_ID: 'carbonsheet',
    },
  })
})

test('an empty value counts as absent', () => {
  expect(parseEnv({ PORT: '', SEED: ' ' })).toEqual(parseEnv({}))
})

test('a database of one’s own is not filled with the demo unless asked', () => {
  const DATABASE_URL = 'postgres://me:secret@localhost:5432/carbonsheet'
  const seedOf = (source: Record<string, string>) => {
    const parsed = parseEnv(source)
    return parsed.ok ? parsed.value.SEED : parsed.error
  }
  expect([seedOf({ DATABASE_URL }), seedOf({ DATABASE_URL, SEED: 'demo' }), seedOf({ SEED: 'none' })]).toEqual([
    'none',
    'demo',
    'none',
  ])
})

test('all problems are told at once, each with the name of its setting', () => {
  expect(
    parseEnv({
      PORT: '80a',
      DATABASE_URL: 'mysql://localhost/x',
      REDIS_URL: 'localhost:6379',
      SEED: 'everything',
      LOG_LEVEL: 'loud',
      SESSION_SECRET: 'short',
      ALLOWED_ORIGINS: 'https://one.example, two.example',
      TRUST_PROXY_HOPS: '99',
    }),
  ).toEqual({
    ok: false,
    error: [
      'PORT must be a whole number from 0 to 65535',
      'DATABASE_URL must be an address like postgres://user:password@host:5432/carbonsheet',
      'REDIS_URL must be an address like redis://host:6379',
      'SEED must be one of demo, none',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent',
      'SESSION_SECRET must have at least 32 characters',
      'ALLOWED_ORIGINS must be an address like https://carbonsheet.example.com',
      'TRUST_PROXY_HOPS must be a whole number from 0 to 10',
    ],
  })
})

test('several servers need a common database and a common secret', () => {
  expect(parseEnv({ REDIS_URL: 'redis://localhost:6379' })).toEqual({
    ok: false,
    error: [
      'SESSION_SECRET must be set (the same on every server) when REDIS_URL is set',
      'DATABASE_URL must be set when REDIS_URL is set: several servers need one database',
    ],
  })
})

test('.env.example says what the settings say', () => {
  expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample())
})
