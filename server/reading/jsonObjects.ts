import { ReadingError } from './ReadingError.ts'

/** Keys of an outer object whose list holds the rows. */
const LISTS: ReadonlySet<string> = new Set(['rows', 'data'])
/** Of one row. */
const MOST_CHARACTERS = 4 << 20

type JsonObject = Readonly<Record<string, unknown>>

/** One object a line (NDJSON); empty lines are none. Throws ReadingError. */
export async function* ndjsonObjects(texts: AsyncIterable<string>): AsyncGenerator<JsonObject> {
  let rest = ''
  let line = 0
  for await (const text of texts) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MOST_CHARACTERS) {
      throw tooLong()
    }
    for (const one of lines) {
      line++
      if (one.trim() !== '') {
        yield objectOf(one, `Line ${line}`)
      }
    }
  }
  if (rest.trim() !== '') {
    yield objectOf(rest, `Line ${line + 1}`)
  }
}

/**
 * The objects of a list that is the whole text, or stands under `rows` or `data` in one object; one after the other, so that the
 * text is never there at once. Throws ReadingError.
 */
export async function* jsonObjects(texts: AsyncIterable<string>): AsyncGenerator<JsonObject> {
  const scanner = new ListScanner()
  let count = 0
  for await (const text of texts) {
    for (const item of scanner.feed(text)) {
      yield objectOf(item, `Row ${++count}`)
    }
  }
  scanner.end()
}

/** Finds the list in a text that comes in pieces, and cuts it into its items. */
class ListScanner {
  #depth = 0
  /** Depth of the items of the list; null: it has not begun. */
  #listDepth: number | null = null
  #isOver = false
  #inText = false
  #isEscaped = false
  /** The last text at the depth of the outer object, which may be a key. */
  #key = ''
  #item = ''

  end(): void {
    if (!this.#isOver || this.#depth !== 0 || this.#inText) {
      const message = 'The file is no whole JSON with a list of objects, by itself or under “rows”. Send it anew.'
      throw new ReadingError('broken-file', message)
    }
  }

  *feed(text: string): Generator<string> {
    let begin = this.#isInItem ? 0 : -1
    for (let at = 0; at < text.length; at++) {
      const sign = text[at]!
      if (this.#inText) {
        this.#takeInText(sign)
        continue
      }
      switch (sign) {
        case '"':
          this.#inText = true
          this.#key = this.#depth === 1 && this.#listDepth === null ? '' : this.#key
          break
        case '{':
        case '[':
          this.#begin(sign)
          begin = this.#isInItem && this.#depth === this.#listDepth! + 1 ? at : begin
          break
        case '}':
        case ']':
          this.#depth--
          if (this.#depth === this.#listDepth && begin >= 0) {
            yield this.#item + text.slice(begin, at + 1)
            this.#item = ''
            begin = -1
          } else if (this.#listDepth !== null && this.#depth < this.#listDepth) {
            this.#isOver = true
            this.#listDepth = null
          }
          break
        default:
          if (this.#depth === this.#listDepth && sign !== ',' && sign.trim() !== '' && sign !== '\uFEFF') {
            throw new ReadingError('broken-file', 'The list in the file holds something that is no object.')
          }
      }
    }
    if (begin >= 0) {
      this.#item += text.slice(begin)
      if (this.#item.length > MOST_CHARACTERS) {
        throw tooLong()
      }
    }
  }

  get #isInItem(): boolean {
    return this.#listDepth !== null && this.#depth > this.#listDepth
  }

  #takeInText(sign: string): void {
    if (this.#isEscaped) {
      this.#isEscaped = false
    } else if (sign === '\\') {
      this.#isEscaped = true
    } else if (sign === '"') {
      this.#inText = false
    } else if (this.#depth === 1 && this.#listDepth === null && this.#key.length < 10) {
      this.#key += sign
    }
  }

  #begin(sign: string): void {
    const isList = sign === '[' && (this.#depth === 0 || (this.#depth === 1 && LISTS.has(this.#key)))
    this.#depth++
    if (isList && this.#listDepth === null && !this.#isOver) {
      this.#listDepth = this.#depth
    }
  }
}

function objectOf(text: string, what: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ReadingError('broken-file', `${what} is no JSON. Correct it and send the file anew.`, error)
  }
  if (!isObject(value)) {
    throw new ReadingError('broken-file', `${what} is no object with a value for each column.`)
  }
  return value
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const tooLong = (): ReadingError =>
  new ReadingError('broken-file', `A row is longer than ${MOST_CHARACTERS >> 20} MB. Send one object for each row.`)
