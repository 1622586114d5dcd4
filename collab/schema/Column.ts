import type { CellValue } from '#shared/cells/cellValue.ts'
import type { ByteReader } from './ByteReader.ts'
import { MalformedBytes } from './MalformedBytes.ts'
import { readNumbers } from './numbers.ts'
import { readTexts } from './texts.ts'

/** The parts that a column body can have, as bits of its first byte. */
export const NUMBERS = 1
export const TEXTS = 2
export const BOOLEANS = 4
export const LISTS = 8

/** The most option ids that one list cell can bring into a dictionary. */
const MAX_IDS_PER_ROW = 50

export type CodeArray = Uint8Array | Uint16Array | Uint32Array

/** Values by code: index 0 = no value in this row, else `dictionary[index - 1]`. */
export interface Coded<T> {
  dictionary: T[]
  index: CodeArray
}

/** One column of a block, decoded. A row in none of the parts is null (empty). */
export class Column {
  readonly ordinal: number
  /** NaN = no number in this row. */
  numbers: Float64Array | null = null
  texts: Coded<string> | null = null
  /** 0 no value, 1 false, 2 true. */
  booleans: Uint8Array | null = null
  lists: Coded<string[]> | null = null

  constructor(ordinal: number) {
    this.ordinal = ordinal
  }

  get(row: number): CellValue {
    const number = this.numbers?.[row]
    if (number !== undefined && !Number.isNaN(number)) {
      return number
    }
    const text = this.texts?.index[row] ?? 0
    if (text !== 0) {
      return this.texts!.dictionary[text - 1]!
    }
    const boolean = this.booleans?.[row] ?? 0
    if (boolean !== 0) {
      return boolean === 2
    }
    const list = this.lists?.index[row] ?? 0
    return list === 0 ? null : this.lists!.dictionary[list - 1]!
  }
}

/** Throws MalformedBytes when the bytes are not a column of that many rows. */
export function readColumn(ordinal: number, reader: ByteReader, rows: number): Column {
  const column = new Column(ordinal)
  const mask = reader.byte()
  if (mask > 15) {
    throw new MalformedBytes('unknown part')
  }
  if (mask & NUMBERS) {
    column.numbers = readNumbers(reader, rows)
  }
  if (mask & TEXTS) {
    const dictionary = readTexts(reader, rows)
    column.texts = { dictionary, index: readIndex(reader, rows, dictionary.length) }
  }
  if (mask & BOOLEANS) {
    column.booleans = readBooleans(reader, rows)
  }
  if (mask & LISTS) {
    const dictionary = readLists(reader, rows)
    column.lists = { dictionary, index: readIndex(reader, rows, dictionary.length) }
  }
  if (reader.position !== reader.end) {
    throw new MalformedBytes('trailing bytes in column')
  }
  return column
}

function readBooleans(reader: ByteReader, rows: number): Uint8Array {
  const packed = reader.take((rows + 3) >> 2)
  const booleans = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const code = (packed[row >> 2]! >> ((row & 3) * 2)) & 3
    if (code === 3) {
      throw new MalformedBytes('bad boolean')
    }
    booleans[row] = code
  }
  return booleans
}

function readLists(reader: ByteReader, rows: number): string[][] {
  const ids = readTexts(reader, rows * MAX_IDS_PER_ROW)
  const count = reader.varUint()
  if (count > rows) {
    throw new MalformedBytes('too many lists')
  }
  const lists: string[][] = []
  for (let n = 0; n < count; n++) {
    const list: string[] = []
    for (let k = reader.varUint(); k > 0; k--) {
      const id = ids[reader.varUint()]
      if (id === undefined) {
        throw new MalformedBytes('bad option')
      }
      list.push(id)
    }
    lists.push(list)
  }
  return lists
}

/** Its width follows from the size of the dictionary. */
function readIndex(reader: ByteReader, rows: number, dictionary: number): CodeArray {
  const index = readCodes(reader, rows, dictionary)
  if (index.some((code) => code > dictionary)) {
    throw new MalformedBytes('bad code')
  }
  return index
}

function readCodes(reader: ByteReader, rows: number, dictionary: number): CodeArray {
  if (dictionary < 256) {
    return new Uint8Array(reader.copy(rows))
  }
  return dictionary < 65536 ? new Uint16Array(reader.copy(rows * 2)) : new Uint32Array(reader.copy(rows * 4))
}
