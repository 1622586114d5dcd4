import { atOnce } from '#collab/schema/inSlices.ts'
import type { CopiedCells } from './CopiedCells.ts'
import { HTML_END, htmlRows, htmlStart } from './html.ts'
import { TSV_BREAK, tsvRow } from './tsv.ts'

/** Copied cells as the flavours of the clipboard, each in parts that belong one behind the other. */
export interface Flavours {
  plain: string[]
  /**
   * Null for very many cells: a browser that is handed a table reads all of it again before it takes it (two million cells hold
   * up the page for three seconds), and Excel and Sheets read the text just as exactly.
   */
  html: string[] | null
}

type Copied = Pick<CopiedCells, 'rows' | 'areMany' | 'blocks'>

/** Written in steps of some milliseconds; `onProgress` is told how much of it there is, from 0 to 1. */
export function* flavoursInSteps(
  cells: Copied,
  rtl: boolean,
  onProgress?: (done: number) => void,
): Generator<void, Flavours> {
  const plain: string[] = []
  const html = cells.areMany ? null : [htmlStart(rtl)]
  let written = 0
  let last = ''
  for (const block of cells.blocks()) {
    const lines = block.texts.map(tsvRow)
    plain.push((written === 0 ? '' : TSV_BREAK) + lines.join(TSV_BREAK))
    html?.push(htmlRows(block))
    last = lines.at(-1) ?? last
    written += lines.length
    onProgress?.(written / cells.rows.length)
    yield
  }
  if (last === '') {
    plain.push(TSV_BREAK) // a last row that is one empty field would be lost
  }
  html?.push(HTML_END)
  return { plain, html }
}

/** The same at once. */
export const flavoursOf = (cells: Copied, rtl: boolean): Flavours => atOnce(flavoursInSteps(cells, rtl))
