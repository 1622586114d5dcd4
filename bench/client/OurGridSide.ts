import type { Browser, Page } from '@playwright/test'
import * as Y from 'yjs'
import { newAuthorClient } from '#collab/schema/layout.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { LightClient } from './LightClient.ts'
import { largeSheet, type LargeSheet } from '../data/largeSheet.ts'
import { sheetTable } from '../data/sheetTable.ts'
import type { RunningProduct } from '../measure/RunningProduct.ts'
import { wait } from '../measure/statistics.ts'
import { FIELDS, FILTER_FROM, REMOTE, SCROLL, SORTED } from '../data/gridTask.ts'
import type { GridSide } from './GridSide.ts'
import { MovingPerson, type Connection } from './MovingPerson.ts'
import { heapMb, installMeter, paintedAfter, scrolled, type Sight } from './pageMeter.ts'

const MOVED_SECONDS = 3
const FRAMES_PER_SECOND = 60
const TYPES = ['text', 'number', 'options', 'date', 'boolean'] as const
const OPTIONS = Array.from({ length: 12 }, (_, i) => ({ id: `o${i}`, label: `Option ${i}` }))

const FOURTH_ROW: Sight = { at: '.ag-row[row-index="3"][row-id]:not(.ag-row-pinned)', attribute: 'row-id' }
const FIRST_CELL: Sight = { at: '.ag-row[row-index="0"]:not(.ag-row-pinned) [col-id="f1"]' }
const ROW_COUNT: Sight = { at: '[aria-rowcount]', attribute: 'aria-rowcount' }
const MESSAGE: Sight = { at: '[data-testid="sheet-message"]' }
const DIALOG: Sight = { at: '[role="dialog"] button[data-autofocus], [role="dialog"] button' }

/** The sheet of the product in a page, by its keys and menus, with somebody else at a socket of their own. */
export class OurGridSide implements GridSide {
  /** The longest task of the main thread in each of the things that were done, in ms. */
  readonly longestTaskMs = new Map<string, number>()
  readonly #page: Page
  readonly #sheet: LargeSheet
  readonly #tsv: string
  readonly #connection: Connection
  readonly #other: { client: LightClient; sheet: Sheet }
  #value = 0
  #typed = 0

  private constructor(parts: {
    page: Page
    sheet: LargeSheet
    tsv: string
    connection: Connection
    other: { client: LightClient; sheet: Sheet }
  }) {
    this.#page = parts.page
    this.#sheet = parts.sheet
    this.#tsv = parts.tsv
    this.#connection = parts.connection
    this.#other = parts.other
  }

  static async start(browser: Browser, product: RunningProduct, rows: number, tsv: string): Promise<OurGridSide> {
    const fields = Array.from({ length: FIELDS }, (_, i) => ({
      key: `f${i}`,
      type: TYPES[i % TYPES.length]!,
      ...(i % TYPES.length === 2 && { options: OPTIONS }),
    }))
    const formula = { key: 'product', type: 'formula' as const, formula: 'f1 * f6' }
    const sheet = await largeSheet(product, sheetTable(rows, FIELDS), [...fields, formula])
    const connection = await connectionTo(product, sheet)
    const other = await somebodyElse(connection)
    const context = await browser.newContext({ baseURL: product.origin, viewport: { width: 1440, height: 900 } })
    await context.addInitScript(installMeter)
    const page = await context.newPage()
    await page.goto('/login')
    await page.getByLabel('Work e-mail').fill('admin@demo.example')
    await page.getByLabel('Password', { exact: true }).fill('carbonsheet-demo')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByTestId('cycle-total').waitFor()
    return new OurGridSide({ page, sheet, tsv, connection, other })
  }

  async open(): Promise<{ ms: number; heapMb: number }> {
    const { tableId, cycleId } = this.#sheet
    await this.#page.goto(`/sheets/${tableId}/${cycleId}`)
    const at = await this.#page.evaluate((of) => window.meter.painted(of), FIRST_CELL)
    const ms = at - (await this.#page.evaluate(() => window.meter.receivedAt))
    this.longestTaskMs.set('open', await this.#page.evaluate(() => window.meter.end()))
    await this.#calm()
    return { ms, heapMb: await heapMb(this.#page) }
  }

  scroll(): Promise<{ p50: number; p95: number; blank: number }> {
    return this.#watched('scroll', () => scrolled(this.#page, SCROLL))
  }

  async arrow(): Promise<number> {
    await this.#page.locator('.ag-row[row-index="2"] [col-id="f1"]').first().click()
    const box = '.ov-box.ov-sel'
    const before = await this.#page.evaluate((at) => document.querySelector(at)?.getAttribute('style') ?? '', box)
    return this.#press('ArrowDown', { at: box, attribute: 'style', isNot: before })
  }

  type(): Promise<number> {
    this.#typed = (this.#typed + 1) % 10
    return this.#press(String(this.#typed), { at: '.text-editor' })
  }

  edit(): Promise<number> {
    const cell = '.ag-row[row-index="3"]:not(.ag-row-pinned) [col-id="f1"]:not(:has(.text-editor))'
    return this.#press('Enter', { at: cell, is: String(this.#typed) })
  }

  async remoteCell(): Promise<number> {
    const value = ++this.#value
    const painted = this.#page.evaluate((of) => window.meter.painted(of), { ...FIRST_CELL, is: String(value) })
    this.#other.sheet.set(this.#sheet.rows[0]!, 3, value)
    const at = await painted
    return at - (await this.#page.evaluate(() => window.meter.changeAt))
  }

  remoteBlock(): Promise<number> {
    return this.#watched('change of 100,000 cells by others', async () => {
      const value = ++this.#value
      const painted = this.#page.evaluate((of) => window.meter.painted(of), { ...FIRST_CELL, is: String(value) })
      const ordinals = Array.from({ length: REMOTE.columns }, (_, i) => i + 2)
      this.#other.sheet.write(this.#sheet.rows.slice(0, REMOTE.rows), ordinals, () => value)
      const at = await painted
      return at - (await this.#page.evaluate(() => window.meter.receivedAt))
    })
  }

  async paste(): Promise<{ ms: number; undoMs: number }> {
    await this.#page.locator('.ag-row[row-index="0"] [col-id="f0"]').first().click()
    return this.#watched('paste', async () => {
      const review = await paintedAfter(this.#page, () => this.#pasteEvent(), DIALOG)
      const commit = await this.#untilOther(
        () => this.#page.getByRole('button', { name: /^Paste/ }).click(),
        FIRST_CELL,
      )
      const undoMs = await this.#untilOther(() => this.#page.keyboard.press('Control+z'), FIRST_CELL)
      await this.#calm()
      return { ms: review + commit, undoMs }
    })
  }

  async clear(): Promise<number> {
    await this.#page.locator('.ag-row[row-index="0"] [col-id="f0"]').first().click()
    await this.#page.keyboard.press('Control+Space')
    await this.#page.keyboard.press('Shift+ArrowRight')
    await this.#calm()
    return this.#watched('clear', async () => {
      const ms = await this.#untilOther(() => this.#page.keyboard.press('Delete'), FIRST_CELL)
      await this.#untilOther(() => this.#page.keyboard.press('Control+z'), FIRST_CELL)
      await this.#calm()
      return ms
    })
  }

  async copy(): Promise<number> {
    await this.#page.locator('.ag-row[row-index="0"] [col-id="f0"]').first().click()
    await this.#page.keyboard.press('Control+a')
    await this.#calm()
    const copied = { ...MESSAGE, is: `Copied ${this.#sheet.rows.length} × ${FIELDS + 1} cells` }
    return this.#watched('copy', () => this.#press('Control+c', copied))
  }

  sort(by: 'texts' | 'numbers'): Promise<number> {
    return this.#watched(`sort by ${by}`, async () => {
      const ms = await this.#fromMenu(SORTED[by], 'Sort ascending', FOURTH_ROW)
      await this.#fromMenu(SORTED[by], 'Do not sort by this', FOURTH_ROW)
      return ms
    })
  }

  filter(): Promise<number> {
    return this.#watched('filter', async () => {
      await this.#openMenu('f1')
      await this.#page.getByRole('menuitem', { name: 'Filter…' }).click()
      await this.#page.getByLabel('From').fill(String(FILTER_FROM))
      const ms = await this.#untilOther(() => this.#page.keyboard.press('Enter'), ROW_COUNT)
      await this.#untilOther(() => this.#page.getByRole('button', { name: 'Show all rows' }).click(), ROW_COUNT)
      return ms
    })
  }

  /** Milliseconds of script in each frame while so many people move, ten times a second, more than without them. */
  async scriptPerFrameWithPeople(count: number): Promise<number> {
    const quiet = await this.#scriptMs(() => wait(MOVED_SECONDS * 1000))
    const people = await Promise.all(Array.from({ length: count }, () => MovingPerson.start(this.#connection)))
    const moving = await this.#scriptMs(async () => {
      for (let turn = 0; turn < MOVED_SECONDS * 10; turn++) {
        people.forEach((person, i) => person.moveTo(this.#sheet.rows[(i + turn) % 20]!, 2 + (turn % 5)))
        await wait(100)
      }
    })
    people.forEach((person) => person.leave())
    return (moving - quiet) / (MOVED_SECONDS * FRAMES_PER_SECOND)
  }

  async close(): Promise<void> {
    this.#other.client.close()
    await this.#page.context().close()
  }

  async #scriptMs(during: () => Promise<void>): Promise<number> {
    const devtools = await this.#page.context().newCDPSession(this.#page)
    await devtools.send('Performance.enable')
    const script = async (): Promise<number> =>
      1000 *
      (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')!.value
    const before = await script()
    await during()
    const used = (await script()) - before
    await devtools.detach()
    return used
  }

  async #watched<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
    await this.#page.evaluate(() => window.meter.begin())
    const result = await act()
    const longest = await this.#page.evaluate(() => window.meter.end())
    this.longestTaskMs.set(what, Math.max(longest, this.longestTaskMs.get(what) ?? 0))
    return result
  }

  /** Until everything is saved and counted. */
  async #calm(): Promise<void> {
    await this.#page.getByTestId('save-status').filter({ hasText: 'Saved' }).waitFor()
    await wait(500)
  }

  async #untilOther(begin: () => Promise<unknown>, sight: Sight): Promise<number> {
    const before = await this.#page.evaluate((of) => window.meter.read(of), sight)
    return paintedAfter(this.#page, begin, { ...sight, isNot: before })
  }

  async #openMenu(field: string): Promise<void> {
    await this.#page.locator(`.ag-header-cell[col-id="${field}"]`).focus()
    await this.#page.keyboard.press('Alt+ArrowDown')
    await this.#page.getByRole('menu').first().waitFor()
  }

  async #fromMenu(field: string, item: string, sight: Sight): Promise<number> {
    await this.#openMenu(field)
    return this.#untilOther(() => this.#page.getByRole('menuitem', { name: item, exact: true }).click(), sight)
  }

  #press(key: string, sight: Sight): Promise<number> {
    return paintedAfter(this.#page, () => this.#page.keyboard.press(key), sight)
  }

  #pasteEvent(): Promise<void> {
    return this.#page.evaluate((text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(event)
    }, this.#tsv)
  }
}

/** Where somebody else reaches the document. */
async function connectionTo(product: RunningProduct, { tableId, cycleId }: LargeSheet): Promise<Connection> {
  const token = await product.signIn('owner@demo.example')
  const answer = await fetch(`${product.origin}/api/v1/sheets?table_id=${tableId}&cycle_id=${cycleId}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { parts } = (await answer.json()) as SheetReply
  return { url: `${product.origin.replace('http', 'ws')}/collab`, token, name: parts[0]!.document }
}

/** Somebody else with the whole document; what is written into the sheet is sent. */
async function somebodyElse(connection: Connection): Promise<{ client: LightClient; sheet: Sheet }> {
  const doc = new Y.Doc()
  const client = new LightClient({ ...connection, doc })
  await client.ready
  doc.clientID = newAuthorClient()
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'net') {
      client.send(update)
    }
  })
  return { client, sheet: new Sheet(doc) }
}
