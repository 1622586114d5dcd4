import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GridEvent } from '../GridGestures.ts'
import { Selection } from '../Selection.ts'
import { sheetOf } from '../testing/sheetOf.ts'
import { CopyGestures } from './CopyGestures.ts'
import { flavoursOf } from './flavours.ts'
import { pastedBlock } from './clipboardBlock.ts'

const COLUMNS = ['name', 'amount', 'fuel', 'done'] as const

/** A clipboard as browsers have it: items are promises, and what was there stays when one of them fails. */
class Clipboard {
  written: Record<string, string> = {}

  write = async ([item]: { flavours: Record<string, Promise<Blob>> }[]): Promise<void> => {
    const flavours: Record<string, string> = {}
    for (const [type, blob] of Object.entries(item?.flavours ?? {})) {
      flavours[type] = await (await blob).text()
    }
    this.written = flavours
  }
}

class Item {
  readonly flavours: Record<string, Promise<Blob>>

  constructor(flavours: Record<string, Promise<Blob>>) {
    this.flavours = flavours
  }
}

let clipboard: Clipboard
beforeEach(() => {
  clipboard = new Clipboard()
  vi.stubGlobal('ClipboardItem', Item)
  vi.stubGlobal('navigator', { clipboard })
})
afterEach(() => vi.unstubAllGlobals())

/** All cells of a sheet with so many rows are selected. */
function selected(rows: number) {
  const ids = Array.from({ length: rows }, (_, r) => `r${r}`)
  const { model } = sheetOf(
    Object.fromEntries(ids.map((id, r) => [id, [`Meter "${r}"\n& more`, r / 3, null, 'f1', true]])),
  )
  const places = new Map(ids.map((id, r) => [id, r]))
  const selection = new Selection({
    rowCount: () => rows,
    rowIndex: (row) => places.get(row) ?? -1,
    rowAt: (index) => ids[index] ?? null,
    columns: () => COLUMNS,
  })
  selection.selectAll()
  const told: GridEvent[] = []
  const gestures = new CopyGestures({ model: () => model, tell: (event) => told.push(event) }, selection)
  return { gestures, told, cells: gestures.cells()! }
}

test('what is written in slices is what is written at once, cell by cell', async () => {
  const { gestures, told, cells } = selected(25_001)
  expect(gestures.isLong(cells)).toBe(true)
  await expect(gestures.write(cells, true)).resolves.toBe(true)
  const { plain, html } = flavoursOf(cells, true) // no table of so many
  expect(clipboard.written).toEqual({ 'text/plain': plain.join('') })
  expect(html).toBeNull()
  const pasted = pastedBlock({ getData: (type) => clipboard.written[type] ?? '' })
  expect(pasted.texts).toHaveLength(25_001)
  expect(pasted.texts[25_000]).toEqual(['Meter "25000"\n& more', String(25_000 / 3), 'Natural gas', 'TRUE'])
  expect(told.at(-1)).toEqual({ kind: 'copied', rows: 25_001, columns: 4 })
  expect(gestures.outline).toHaveLength(1)
})

test('Escape ends it: the clipboard keeps what it held, and it is said', async () => {
  const { gestures, told, cells } = selected(25_001)
  clipboard.written = { 'text/plain': 'before' }
  const writing = gestures.write(cells, false)
  expect(gestures.cancel()).toBe(true)
  await expect(writing).resolves.toBe(false)
  expect(clipboard.written).toEqual({ 'text/plain': 'before' })
  expect(told).toEqual([{ kind: 'copy-cancelled' }])
  expect(gestures.outline).toEqual([])
  expect(gestures.cancel()).toBe(false)
})

test('a browser that does not allow it is heard of, and where it cannot be asked the event of the browser is used', async () => {
  const { gestures, cells } = selected(25_001)
  clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  await expect(gestures.write(cells, false)).rejects.toThrow('no')
  expect(gestures.isLong(selected(2).cells)).toBe(false)
  vi.stubGlobal('navigator', {})
  expect(gestures.isLong(cells)).toBe(false)
})
