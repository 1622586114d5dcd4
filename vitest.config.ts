import { defineConfig } from 'vitest/config'

const common = {
  exclude: ['**/node_modules/**', '**/.cache/**', '**/dist/**'],
  setupFiles: ['scripts/testing/failOnConsoleError.ts'],
}
const slow = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    globals: false,
    env: { TZ: 'UTC' },
    projects: [
      {
        test: {
          ...common,
          name: 'pure',
          environment: 'node',
          testTimeout: 60_000,
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
          include: ['{server,migrations,seeds}/**/*.test.ts'],
          globalSetup: ['server/testing/databaseCluster.ts'],
        },
      },
      {
        test: { ...common, name: 'client', environment: 'jsdom', include: ['client/**/*.test.{ts,tsx}'] },
      },
    ],
  },
})
