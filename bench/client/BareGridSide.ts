import type { Browser, Page } from '@playwright/test'
import type { BareGrid } from '../reference/bareGridPage.ts'
import { SCROLL, SORTED } from '../data/gridTask.ts'
import type { GridSide } from './GridSide.ts'
import { heapMb, installMeter, paintedAfter, scrolled, type Sight } from './pageMeter.ts'

const FOURTH_ROW: Sight = { at: '.ag-row[row-index="3"]', attribute: 'row-id' }
const FIRST_CELL: Sight = { at: '.ag-row[row-index="0"] [col-id="f1"]' }
const ROW_COUNT: Sight = { at: '[aria-rowcount]', attribute: 'aria-rowcount' }

/** AG Grid Community on row objects, called from code as an application would. */
export class BareGridSide implements GridSide {
  readonly #page: Page
  readonly #tsv: string
  #value = 0
  #typed = 0

  private constructor(page: Page, tsv: string) {
    this.#page = page
    this.#tsv = tsv
  }

  static async start(browser: Browser, script: string, rows: number, tsv: string): Promise<BareGridSide> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.setContent('<!doctype html><body style="margin:0"><div id="grid" style="height:720px"></div>')
    await page.evaluate(installMeter)
    await page.addScriptTag({ content: script })
    await page.evaluate((count) => window.bare.load(count), rows)
    return new BareGridSide(page, tsv)
  }

  async open(): Promise<{ ms: number; heapMb: number }> {
    const ms = await this.#call('mount', undefined, FIRST_CELL, true)
    return { ms, heapMb: await heapMb(this.#page) }
  }

  /** The same rows out of a Y.Map of Y.Maps, from its bytes. */
  async openNaive(rows: number): Promise<number> {
    await this.#page.evaluate((count) => window.bare.makeNaive(count), rows)
    return this.#call('openNaive', undefined, FIRST_CELL, true)
  }

  scroll(): Promise<{ p50: number; p95: number; blank: number }> {
    return scrolled(this.#page, SCROLL)
  }

  async arrow(): Promise<number> {
    await this.#page.locator('.ag-row[row-index="2"] [col-id="f1"]').first().click()
    return this.#press('ArrowDown', { at: '.ag-row[row-index="3"] .ag-cell-focus' })
  }

  type(): Promise<number> {
    this.#typed = (this.#typed + 1) % 10
    return this.#press(String(this.#typed), { at: '.ag-cell input' })
  }

  edit(): Promise<number> {
    return this.#press('Enter', {
      at: '.ag-row[row-index="3"] [col-id="f1"]:not(:has(input))',
      is: String(this.#typed),
    })
  }

  remoteCell(): Promise<number> {
    const value = ++this.#value
    return this.#call('remoteCell', value, { ...FIRST_CELL, is: String(value) })
  }

  remoteBlock(): Promise<number> {
    const value = ++this.#value
    return this.#call('remoteBlock', value, { ...FIRST_CELL, is: String(value) })
  }

  async paste(): Promise<{ ms: number; undoMs: number }> {
    const ms = await this.#call('paste', this.#tsv, FIRST_CELL)
    return { ms, undoMs: await this.#call('undo', undefined, FIRST_CELL) }
  }

  async clear(): Promise<number> {
    const ms = await this.#call('clear', undefined, FIRST_CELL)
    await this.#call('undo', undefined, FIRST_CELL)
    return ms
  }

  copy(): Promise<number> {
    return this.#page.evaluate(() => {
      const start = performance.now()
      window.bare.copy()
      return performance.now() - start
    })
  }

  async sort(by: 'texts' | 'numbers'): Promise<number> {
    const ms = await this.#call('sort', SORTED[by], FOURTH_ROW)
    await this.#call('sort', null, FOURTH_ROW)
    return ms
  }

  async filter(): Promise<number> {
    const ms = await this.#call('filter', true, ROW_COUNT)
    await this.#call('filter', false, ROW_COUNT)
    return ms
  }

  close(): Promise<void> {
    return this.#page.close()
  }

  /** Until something else is to be seen than before; `isNew`: until it is there at all. */
  #call(method: keyof BareGrid, value: unknown, sight: Sight, isNew = false): Promise<number> {
    return this.#page.evaluate(
      async ({ name, of, argument, whatever }) => {
        const before = window.meter.read(of)
        const start = performance.now()
        await (window.bare[name] as (argument: unknown) => unknown)(argument)
        return (await window.meter.painted(whatever ? of : { ...of, isNot: before })) - start
      },
      { name: method, of: sight, argument: value, whatever: isNew },
    )
  }

  #press(key: string, sight: Sight): Promise<number> {
    return paintedAfter(this.#page, () => this.#page.keyboard.press(key), sight)
  }
}
