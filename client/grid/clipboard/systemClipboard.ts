import { inSlices } from '#collab/schema/inSlices.ts'
import type { PastedBlock } from '../paste/PastedBlock.ts'
import type { CopiedCells } from './CopiedCells.ts'
import { pastedBlock } from './clipboardBlock.ts'
import { flavoursInSteps, type Flavours } from './flavours.ts'

/** Not over plain HTTP, and not in every browser. */
export const canWriteClipboard = (): boolean => 'clipboard' in navigator && 'ClipboardItem' in globalThis

/**
 * The flavours to the clipboard without an event of the browser, for menus and for so many cells that the page would stand
 * still: they are written in slices. To be called while a key or a click is handled. Rejects when the browser does not allow it,
 * and with the reason of `signal` when that says that nobody wants it any more.
 */
export function writeClipboard(
  cells: CopiedCells,
  rtl: boolean,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<void> {
  const steps = function* (): Generator<void, Flavours> {
    const all = flavoursInSteps(cells, rtl, onProgress)
    for (;;) {
      signal?.throwIfAborted()
      const step = all.next()
      if (step.done === true) {
        return step.value
      }
      yield
    }
  }
  const flavours = inSlices(steps(), 'waited-for')
  const part = (type: string, of: (made: Flavours) => string[] | null): Promise<Blob> => {
    const blob = flavours.then((made) => new Blob(of(made) ?? [], { type }))
    blob.catch(() => {}) // the browser stops at the first flavour that fails, and asks no other
    return blob
  }
  const item = {
    'text/plain': part('text/plain', ({ plain }) => plain),
    ...(!cells.areMany && { 'text/html': part('text/html', ({ html }) => html) }),
  }
  return navigator.clipboard.write([new ClipboardItem(item)])
}

/** What the clipboard holds. The browser may ask the person; rejects when they say no, or when it cannot. */
export async function readClipboard(): Promise<PastedBlock> {
  const flavours = new Map<string, string>()
  for (const item of await navigator.clipboard.read()) {
    for (const type of item.types.filter((one) => one === 'text/html' || one === 'text/plain')) {
      flavours.set(type, await (await item.getType(type)).text())
    }
  }
  return pastedBlock({ getData: (type) => flavours.get(type) ?? '' })
}
