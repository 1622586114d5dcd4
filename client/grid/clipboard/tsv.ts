/** Tab-separated text as spreadsheets write it to the clipboard: a field is quoted only when it starts with a quote. */

const needsQuotes = /[\t\n\r"]/

/** Rows end with CR LF between them; a last row that is one empty field gets a line break of its own, or it would be lost. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map(tsvRow)
  return lines.join(TSV_BREAK) + (lines.at(-1) === '' ? TSV_BREAK : '')
}

/** Between two rows. */
export const TSV_BREAK = '\r\n'

export const tsvRow = (row: readonly string[]): string =>
  row.map((text) => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join('\t')

/**
 * The cells of tab-separated text, as wide as its widest row. Quoted fields may hold tabs, quotes (doubled) and line
 * breaks, which become "\n". Exactly one line break at the end is no row. Complexity: the length of the text.
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const endRow = (): void => {
    rows.push(row)
    row = []
  }
  for (;;) {
    const closing = text[at] === '"' ? closingQuote(text, at) : -1
    const end = closing < 0 ? nextDelimiter(text, at) : closing + 1
    row.push(
      closing < 0
        ? text.slice(at, end)
        : text
            .slice(at + 1, closing)
            .replaceAll('""', '"')
            .replace(/\r\n?/g, '\n'),
    )
    const delimiter = text[end]
    if (delimiter === undefined) {
      endRow()
      break
    }
    at = end + (delimiter === '\r' && text[end + 1] === '\n' ? 2 : 1)
    if (delimiter !== '\t') {
      endRow()
      if (at >= text.length) {
        break
      }
    }
  }
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0)
  for (const cells of rows) {
    while (cells.length < width) {
      cells.push('')
    }
  }
  return rows
}

function nextDelimiter(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '\t' || character === '\n' || character === '\r') {
      return at
    }
  }
  return text.length
}

/** Where the quote that opens at `from` closes; -1 when no delimiter follows it, so that the quote is plain text. */
function closingQuote(text: string, from: number): number {
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) {
      return -1
    }
    const next = text[quote + 1]
    if (next === '"') {
      at = quote + 2
      continue
    }
    return next === undefined || next === '\t' || next === '\n' || next === '\r' ? quote : -1
  }
}
