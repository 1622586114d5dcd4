import { type PastedBlock, plainBlock } from '../paste/PastedBlock.ts'
import { parseHtml } from './html.ts'
import { parseTsv } from './tsv.ts'

/** What the clipboard holds: the table when there is one, because it knows more, else the text. */
export function pastedBlock(clipboard: Pick<DataTransfer, 'getData'>): PastedBlock {
  return parseHtml(clipboard.getData('text/html')) ?? plainBlock(parseTsv(clipboard.getData('text/plain')))
}
