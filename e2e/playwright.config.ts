import { defineConfig } from '@playwright/test'
import { findChromium } from '../scripts/tooling/chromium.mjs'

const browser = findChromium()

/** Chromium as root needs no sandbox; the other flags keep it from looking for servers of its maker. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'flows',
  outputDir: '../.cache/test/e2e',
  // A worker has a server and a demo company of its own. Two of them are no faster on two cores: flows are busy, not waiting.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // patience for a slow machine; what a flow waits for has its own below
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../.cache/test/e2e.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { ...(browser === null ? {} : { executablePath: browser }), args: FLAGS },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // recording costs a fifth of the processor's time of a flow: --trace on, for the one that is looked into
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})
