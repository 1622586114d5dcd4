/** First contentful paint of the built pages at 4x CPU slowdown, and the JavaScript of a first load and of the grid. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from '@playwright/test'
import { atMost, type BenchRow } from './BenchRow.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median } from './measure/statistics.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const ROUNDS = 5
const ASSETS = fileURLToPath(new URL('../dist/client/assets', import.meta.url))

/** Runs in the page: when something was first painted, in milliseconds. */
const PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  const paint = list.getEntriesByName('first-contentful-paint')[0]
  if (paint !== undefined) resolve(paint.startTime)
}).observe({ type: 'paint', buffered: true }))`

/** Runs in the page: compressed kB of the scripts that were asked for before that moment. */
const scriptsUntil = (paintMs: number): string => `performance.getEntriesByType('resource')
  .filter(({ name, startTime }) => name.endsWith('.js') && startTime <= ${paintMs})
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000`

interface Load {
  paintMs: number
  scriptKb: number
}

async function load(browser: Browser, origin: string, path: string, signedIn: boolean): Promise<Load> {
  const context = await browser.newContext({ baseURL: origin })
  const page = await context.newPage()
  if (signedIn) {
    await page.goto('/login')
    await page.getByLabel('Work e-mail').fill('admin@demo.example')
    await page.getByLabel('Password', { exact: true }).fill('carbonsheet-demo')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByTestId('cycle-total').waitFor()
  }
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(path, { waitUntil: 'load' })
  const paintMs = await page.evaluate<number>(PAINT)
  const scriptKb = await page.evaluate<number>(scriptsUntil(paintMs))
  await context.close()
  return { paintMs, scriptKb }
}

/** kB of the file that AG Grid is in, with gzip. */
async function gridChunkKb(): Promise<number> {
  const name = (await readdir(ASSETS)).find((file) => /^SheetGrid-.*\.js\.gz$/.test(file))
  if (name === undefined) {
    throw new Error('the built page has no chunk SheetGrid')
  }
  return (await stat(join(ASSETS, name))).size / 1000
}

export async function benchFirstPaint(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  const rows: BenchRow[] = []
  try {
    for (const [name, path, signedIn] of [
      ['sign-in', '/login', false],
      ['dashboard', '/dashboard', true],
    ] as const) {
      const loads: Load[] = []
      for (let i = 0; i < ROUNDS; i++) {
        loads.push(await load(browser, product.origin, path, signedIn))
      }
      rows.push(
        atMost(`first contentful paint, ${name}, 4x slower CPU`, {
          ours: median(loads.map((l) => l.paintMs)) / 1000,
          bar: 1.5,
          unit: 's',
        }),
        atMost(`first-load JavaScript, ${name}, compressed`, {
          ours: median(loads.map((l) => l.scriptKb)),
          bar: 250,
          unit: 'kB',
        }),
      )
    }
    rows.push(atMost('grid chunk, compressed', { ours: await gridChunkKb(), bar: 270, unit: 'kB' }))
  } finally {
    await browser.close()
    await product.stop()
  }
  return rows
}
