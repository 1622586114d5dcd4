import type { PastedBlock } from '../paste/PastedBlock.ts'
import { toHtml } from './html.ts'
import { pastedBlock } from './clipboardBlock.ts'
import { toTsv } from './tsv.ts'

/** Both flavours to the clipboard without an event of the browser, for menus. Rejects when the browser does not allow it. */
export function writeClipboard(block: readonly (readonly string[])[], rtl: boolean): Promise<void> {
  const flavours = { 'text/plain': toTsv(block), 'text/html': toHtml(block, rtl) }
  return navigator.clipboard.write([new ClipboardItem(flavours)])
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
