import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**', '**/.cache/**', '**/dist/**']

export default defineConfig({
  test: {
    globals: false,
    env: { TZ: 'UTC' },
    projects: [
      { test: { name: 'pure', environment: 'node', include: ['{shared,formulas}/**/*.test.ts', 'collab/{schema,gate,binding,protocol}/**/*.test.ts', 'scripts/**/*.test.ts'], exclude } },
      { test: { name: 'collab', environment: 'node', include: ['collab/hocuspocus/**/*.test.ts'], exclude, testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'server', environment: 'node', include: ['{server,migrations,seeds}/**/*.test.ts'], exclude, globalSetup: ['server/testing/databaseCluster.ts'], testTimeout: 60_000, hookTimeout: 120_000 } },
      { test: { name: 'client', environment: 'jsdom', include: ['client/**/*.test.{ts,tsx}'], exclude } },
    ],
  },
})
