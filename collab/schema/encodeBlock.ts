import type { CellValue } from '#shared/cells/cellValue.ts'
import { FORMAT_VERSION } from './block.ts'
import { ByteWriter } from './ByteWriter.ts'
import { BOOLEANS, LISTS, NUMBERS, TEXTS } from './Column.ts'
import { writeNumbers } from './numbers.ts'
import { writeTexts } from './texts.ts'

/** The value of one cell of a rectangle, by position: `valueAt(row, column)`. */
export type ValueAt = (row: number, column: number) => CellValue

/** Writes the format that `block.ts` describes. Throws TypeError for a number that is not finite. */
export function encodeBlock(
  rows: readonly string[],
  ordinals: readonly number[],
  valueAt: ValueAt,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter()
  writer.byte(FORMAT_VERSION)
  writeTexts(writer, rows)
  writer.varUint(ordinals.length)
  const body = new ByteWriter()
  ordinals.forEach((ordinal, position) => {
    const draft = new ColumnDraft(rows.length)
    for (let row = 0; row < rows.length; row++) {
      draft.put(row, valueAt(row, position))
    }
    body.clear()
    draft.write(body)
    writer.varUint(ordinal)
    writer.append(body)
  })
  return writer.finish()
}

/** Sorts the values of one column into the parts of its body. */
class ColumnDraft {
  readonly #rows: number
  #numbers: NumberDraft | null = null
  #texts: CodeBook<string> | null = null
  #booleans: Uint8Array | null = null
  #lists: ListBook | null = null

  constructor(rows: number) {
    this.#rows = rows
  }

  put(row: number, value: CellValue): void {
    if (value === null || value === undefined) {
      return
    }
    if (typeof value === 'number') {
      this.#numbers ??= new NumberDraft(this.#rows)
      this.#numbers.put(row, value)
    } else if (typeof value === 'string') {
      this.#texts ??= new CodeBook(this.#rows)
      this.#texts.put(row, value)
    } else if (typeof value === 'boolean') {
      this.#booleans ??= new Uint8Array((this.#rows + 3) >> 2)
      this.#booleans[row >> 2]! |= (value ? 2 : 1) << ((row & 3) * 2)
    } else {
      this.#lists ??= new ListBook(this.#rows)
      this.#lists.put(row, value)
    }
  }

  write(writer: ByteWriter): void {
    writer.byte(
      (this.#numbers === null ? 0 : NUMBERS) |
        (this.#texts === null ? 0 : TEXTS) |
        (this.#booleans === null ? 0 : BOOLEANS) |
        (this.#lists === null ? 0 : LISTS),
    )
    this.#numbers?.write(writer)
    if (this.#texts !== null) {
      writeTexts(writer, this.#texts.dictionary)
      writeIndex(writer, this.#texts)
    }
    if (this.#booleans !== null) {
      writer.raw(this.#booleans)
    }
    this.#lists?.write(writer)
  }
}

class NumberDraft {
  readonly #rows: number
  readonly #numbers: Float64Array
  readonly #hasNumber: Uint8Array
  #count = 0

  constructor(rows: number) {
    this.#rows = rows
    this.#numbers = new Float64Array(rows)
    this.#hasNumber = new Uint8Array((rows + 7) >> 3)
  }

  put(row: number, value: number): void {
    if (!Number.isFinite(value)) {
      throw new TypeError('number must be finite')
    }
    this.#numbers[this.#count++] = value
    this.#hasNumber[row >> 3]! |= 1 << (row & 7)
  }

  write(writer: ByteWriter): void {
    writer.varUint(this.#count)
    if (this.#count < this.#rows) {
      writer.raw(this.#hasNumber)
    }
    writeNumbers(writer, this.#numbers.subarray(0, this.#count))
  }
}

/** Values with codes from 1 up, in the order of their first use. */
class CodeBook<T> {
  readonly dictionary: T[] = []
  readonly codes: Uint32Array
  readonly #known = new Map<T, number>()

  constructor(rows: number) {
    this.codes = new Uint32Array(rows)
  }

  put(row: number, value: T): void {
    let code = this.#known.get(value)
    if (code === undefined) {
      code = this.dictionary.push(value)
      this.#known.set(value, code)
    }
    this.codes[row] = code
  }
}

/** Lists are equal when their option ids are. */
class ListBook {
  readonly #book: CodeBook<string>
  /** Lists that come out of a block are shared objects: no need to look inside each time. */
  readonly #seen = new Map<readonly string[], string>()

  constructor(rows: number) {
    this.#book = new CodeBook(rows)
  }

  put(row: number, list: string[]): void {
    let key = this.#seen.get(list)
    if (key === undefined) {
      key = JSON.stringify(list)
      this.#seen.set(list, key)
    }
    this.#book.put(row, key)
  }

  write(writer: ByteWriter): void {
    const lists = this.#book.dictionary.map((key): string[] => JSON.parse(key))
    const ids = [...new Set(lists.flat())]
    const codeOf = new Map(ids.map((id, code) => [id, code]))
    writeTexts(writer, ids)
    writer.varUint(lists.length)
    for (const list of lists) {
      writer.varUint(list.length)
      for (const id of list) {
        writer.varUint(codeOf.get(id)!)
      }
    }
    writeIndex(writer, this.#book)
  }
}

/** The narrowest index that holds the codes. */
function writeIndex(writer: ByteWriter, { codes, dictionary }: CodeBook<string>): void {
  if (dictionary.length < 256) {
    writer.typed(Uint8Array.from(codes))
  } else {
    writer.typed(dictionary.length < 65536 ? Uint16Array.from(codes) : codes)
  }
}
