import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { findRedisServer } from './scripts/tooling/redis.mjs'
import { sizeOf } from './shared/testing/sizeOf.ts'

const redisServer = findRedisServer()
const common = {
  exclude: ['**/node_modules/**', '**/.cache/**', '**/dist/**'],
  setupFiles: ['scripts/testing/failOnConsoleError.ts'],
}
/** Everything takes as long as the machine lets it; these only end what will never end. */
const patience = {
  testTimeout: sizeOf({ short: 300_000, long: 3_600_000 }),
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
}

export default defineConfig({
  test: {
    globals: false,
    // tests of real parts wait as much as they work: for databases, sockets, servers that start, each other
    maxWorkers: sizeOf({ short: Math.max(2, availableParallelism()), long: 3 }),
    env: { TZ: 'UTC' },
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          environment: 'node',
          ...patience,
          include: ['{shared,formulas,scripts}/**/*.test.ts', 'collab/{schema,gate,binding,protocol}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...patience,
          name: 'collab',
          environment: 'node',
          include: ['collab/{hocuspocus,testing}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...patience,
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
        test: { ...common, ...patience, name: 'client', environment: 'jsdom', include: ['client/**/*.test.{ts,tsx}'] },
      },
    ],
  },
})
