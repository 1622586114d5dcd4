/** What the format itself costs: one sheet of inline strings, deflated at level 1, from rows in memory, nothing escaped but markup. */
import { crc32, createDeflateRaw } from 'node:zlib'
import { NUMBER_COLUMNS, ROW_COLUMNS, type ActivityRow } from '../data/activityRows.ts'

const PIECE = 1 << 18

/** Bytes of a compressed sheet; the few hundred bytes around it are left out. */
export async function rawXlsx(rows: readonly ActivityRow[]): Promise<number> {
  const deflate = createDeflateRaw({ level: 1, chunkSize: PIECE })
  let bytes = 0
  deflate.on('data', (chunk: Buffer) => (bytes += chunk.length))
  const ended = new Promise((resolve, reject) => deflate.on('end', resolve).on('error', reject))
  let crc = 0
  for (const xml of sheet(rows)) {
    const piece = Buffer.from(xml)
    crc = crc32(piece, crc)
    if (!deflate.write(piece)) {
      await new Promise((resolve) => deflate.once('drain', resolve))
    }
  }
  deflate.end()
  await ended
  return crc === 0 ? 0 : bytes
}

function* sheet(rows: readonly ActivityRow[]): Generator<string> {
  let xml = '<worksheet><sheetData>'
  for (const [index, row] of rows.entries()) {
    const number = index + 1
    xml += `<row r="${number}">`
    for (const [column, key] of ROW_COLUMNS.entries()) {
      const at = `${'ABCDEFGHIJ'[column]}${number}`
      const value = row[key]
      xml += NUMBER_COLUMNS.has(key)
        ? `<c r="${at}"><v>${value}</v></c>`
        : `<c r="${at}" t="inlineStr"><is><t>${escaped(String(value))}</t></is></c>`
    }
    xml += '</row>'
    if (xml.length > PIECE) {
      yield xml
      xml = ''
    }
  }
  yield `${xml}</sheetData></worksheet>`
}

const escaped = (text: string): string =>
  /[<>&]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
