import { TextDecoder } from 'node:util'
import { ReadingError } from './ReadingError.ts'

/** What bytes of texts are read as. Of the two old ones every byte means something, so only the look of a text tells them apart. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1256'

/** Bytes above ASCII by which the two old encodings are told apart. */
const SAMPLE = 20_000

/**
 * By its byte order mark; UTF-8 when all of it is that; else the one of Western Europe or of Arabic. An Arabic word is one run of
 * high bytes, a Western one has single ones between letters of ASCII. Reads the whole file. Throws ReadingError for what is no text.
 */
export async function encodingOf(chunks: AsyncIterable<Uint8Array>): Promise<TextEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const seen = { high: 0, neighbours: 0 }
  let before = 0
  let isFirst = true
  let isUtf8 = true
  for await (const chunk of chunks) {
    if (isFirst) {
      const marked = byMark(chunk)
      if (marked !== null) {
        return marked
      }
      isFirst = false
    }
    if (chunk.includes(0)) {
      throw noText()
    }
    isUtf8 &&= decodes(decoder, chunk)
    for (let at = 0; at < chunk.length && seen.high < SAMPLE; at++) {
      const byte = chunk[at]!
      if (byte >= 0x80) {
        seen.high++
        seen.neighbours += before >= 0x80 ? 1 : 0
      }
      before = byte
    }
  }
  if (isUtf8 && decodes(decoder)) {
    return 'utf-8'
  }
  return seen.neighbours * 2 > seen.high ? 'windows-1256' : 'windows-1252'
}

/** The texts of the bytes, piece by piece. Throws ReadingError where they are no such text. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of chunks) {
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) {
      const message = `The file is no text in ${encoding}. Choose another encoding, or save it as “CSV UTF-8”.`
      throw new ReadingError('broken-file', message, error)
    }
    throw error
  }
}

function byMark([first, second, third]: Uint8Array): TextEncoding | null {
  if (first === 0xff && second === 0xfe) {
    return 'utf-16le'
  }
  if (first === 0xfe && second === 0xff) {
    return 'utf-16be'
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : null
}

function decodes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    // it is another encoding, which is found out by whoever asked
    return false
  }
}

const noText = (): ReadingError =>
  new ReadingError(
    'wrong-kind-of-file',
    'The file is no text and no workbook. Save the table as .xlsx, or as “CSV UTF-8”.',
  )
