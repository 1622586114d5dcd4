/** What is measured inside a page, the same for ours and for the reference. */
import type { Page } from '@playwright/test'
import { quantile } from '../measure/statistics.ts'

/** Something to be seen: an element, or what it says, or an attribute of it. */
export interface Sight {
  at: string
  attribute?: string
  is?: string
  isNot?: string | null
}

export interface PageMeter {
  /** When the last key, click, paste or copy reached the page. */
  inputAt: number
  /** When the last large message of a socket reached the page. */
  receivedAt: number
  /** When the last change of somebody else reached the page, however small. */
  changeAt: number
  /** Forgets tasks. */
  begin(): void
  /** The longest task of the main thread since `begin`, in ms; 0: none over 50 ms. */
  end(): Promise<number>
  read(sight: Sight): string | null
  /** When the page shows for the first time what is asked for, painted. */
  painted(sight: Sight): Promise<number>
  /** Scrolls so many pixels in every frame. `blank`: frames in which the middle of the grid showed no row. */
  scroll(pxPerFrame: number, frames: number): Promise<{ frameMs: number[]; blank: number }>
}

declare global {
  interface Window {
    meter: PageMeter
  }
}

/** Runs in the page, before its own scripts. */
export function installMeter(): void {
  const LARGE_BYTES = 100_000
  const PATIENCE_MS = 60_000
  const SCROLLER = '.ag-grid-viewport'
  let [longestTaskMs, beganAt] = [0, 0]
  const take = (entries: PerformanceEntryList): void => {
    for (const { duration, startTime } of entries) {
      longestTaskMs = startTime < beganAt ? longestTaskMs : Math.max(longestTaskMs, duration)
    }
  }
  const tasks = new PerformanceObserver((list) => take(list.getEntries()))
  tasks.observe({ type: 'longtask' })
  /** Behind the name of the document and its length: a message of synchronisation that is an update. */
  const isChange = (message: Uint8Array): boolean => message[message[0]! + 1] === 0 && message[message[0]! + 2] === 2
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const afterPaint = (): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => resolve(), { once: true })
      port1.start()
      port2.postMessage(null)
    })
  const meter: PageMeter = {
    inputAt: 0,
    receivedAt: 0,
    changeAt: 0,
    begin() {
      tasks.takeRecords()
      longestTaskMs = 0
      beganAt = performance.now()
    },
    async end() {
      await frame()
      await new Promise((resolve) => setTimeout(resolve, 50)) // entries come after their tasks
      take(tasks.takeRecords())
      return longestTaskMs
    },
    read({ at, attribute }) {
      const element = document.querySelector(at)
      return (attribute === undefined ? element?.textContent : element?.getAttribute(attribute)) ?? null
    },
    async painted(sight) {
      const isThere = (): boolean => {
        const now = meter.read(sight)
        const isOther = sight.isNot === undefined || now !== sight.isNot
        return now !== null && isOther && (sight.is === undefined || now === sight.is)
      }
      const givesUpAt = performance.now() + PATIENCE_MS
      while (!isThere()) {
        if (performance.now() > givesUpAt) {
          throw new Error(`not seen: ${JSON.stringify(sight)}; there is ${JSON.stringify(meter.read(sight))}`)
        }
        await frame()
      }
      await frame()
      await afterPaint()
      return performance.now()
    },
    async scroll(pxPerFrame, frames) {
      const scroller = document.querySelector(SCROLLER)!
      const { left, top, width, height } = scroller.getBoundingClientRect()
      const times: number[] = []
      let blank = 0
      let last = await frame()
      for (let i = 0; i < frames; i++) {
        scroller.scrollTop += pxPerFrame
        const now = await frame()
        times.push(now - last)
        last = now
        const middle = document.elementFromPoint(left + width / 2, top + height / 2)
        blank += middle?.closest('.ag-row') ? 0 : 1
      }
      return { frameMs: times, blank }
    },
  }
  window.meter = meter
  for (const type of ['keydown', 'click', 'paste', 'copy'] as const) {
    window.addEventListener(type, (event) => (meter.inputAt = event.timeStamp), { capture: true })
  }
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data, timeStamp }: MessageEvent<unknown>) => {
        if (data instanceof ArrayBuffer) {
          meter.receivedAt = data.byteLength > LARGE_BYTES ? timeStamp : meter.receivedAt
          meter.changeAt = isChange(new Uint8Array(data)) ? timeStamp : meter.changeAt
        }
      })
    }
  }
}

/** Milliseconds from the input that `begin` makes until what is asked for is painted. */
export async function paintedAfter(page: Page, begin: () => Promise<unknown>, sight: Sight): Promise<number> {
  const painted = page.evaluate((of) => window.meter.painted(of), sight)
  await begin()
  const at = await painted
  return at - (await page.evaluate(() => window.meter.inputAt))
}

export async function scrolled(
  page: Page,
  { pxPerFrame, frames }: { pxPerFrame: number; frames: number },
): Promise<{ p50: number; p95: number; blank: number }> {
  const scroll = await page.evaluate(([px, count]) => window.meter.scroll(px, count), [pxPerFrame, frames] as const)
  await page.evaluate(() => document.querySelector('.ag-grid-viewport')?.scrollTo({ top: 0 }))
  return { p50: quantile(scroll.frameMs, 0.5), p95: quantile(scroll.frameMs, 0.95), blank: scroll.blank }
}

/** What scripts hold on to after everything else was collected, typed arrays included. */
export async function heapMb(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const usage: { usedSize: number; backingStorageSize?: number } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6
}
