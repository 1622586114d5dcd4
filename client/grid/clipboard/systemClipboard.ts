import type { PastedBlock } from '../paste/PastedBlock.ts'
import type { CopiedBlock } from './CopiedBlock.ts'
import { toHtml } from './html.ts'
import { pastedBlock } from './clipboardBlock.ts'
import { toTsv } from './tsv.ts'

/** Both flavours to the clipboard without an event of the browser, for menus. Rejects when the browser does not allow it. */
export function writeClipboard({ texts, ids }: CopiedBlock, rtl: boolean): Promise<void> {
  const flavours = { 'text/plain': toTsv(texts), 'text/html': toHtml(texts, rtl, ids) }
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
