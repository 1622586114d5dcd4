import { defineConfig } from 'vitest/config'
import { findRedisServer } from './scripts/tooling/redis.mjs'
import { sizeOf } from './shared/testing/sizeOf.ts'

const redisServer = findRedisServer()
const common = {
  exclude: ['**/node_modules/**', '**/.cache/**', '**/dist/**'],
  setupFiles: ['scripts/testing/failOnConsoleError.ts'],
}
const testTimeout = sizeOf({ short: 60_000, long: 3_600_000 })
/** Real parts take as long as the machine lets them: a condition is waited for as long as a test may last. */
const slow = { testTimeout, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } }

export default defineConfig({
  test: {
    globals: false,
    // the long forms wait more than they work: for servers that start, for clocks, for each other
    ...sizeOf({ short: {}, long: { maxWorkers: 3 } }),
    env: { TZ: 'UTC' },
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          environment: 'node',
          testTimeout,
          include: ['{shared,formulas,scripts}/**/*.test.ts', 'collab/{schema,gate,binding,protocol}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...slow,
          name: 'collab',
          environment: 'node',
          include: ['collab/{hocuspocus,testing}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...slow,
          name: 'server',
          environment: 'node',
          // `npm test` installs a Redis where it can, and says so where it cannot
          exclude: redisServer === null ? [...common.exclude, '**/*.redis.test.ts'] : common.exclude,
          provide: { redisServer: redisServer ?? '' },
          include: ['{server,migrations,seeds}/**/*.test.ts', 'e2e/convergence/*.test.ts'],
          globalSetup: ['server/testing/databaseCluster.ts'],
        },
      },
      {
        test: { ...common, name: 'client', environment: 'jsdom', include: ['client/**/*.test.{ts,tsx}'] },
      },
    ],
  },
})
