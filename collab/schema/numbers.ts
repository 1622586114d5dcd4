import type { ByteReader } from './ByteReader.ts'
import type { ByteWriter } from './ByteWriter.ts'
import { MalformedBytes } from './MalformedBytes.ts'

const FLOATS = 255
const MAX_SCALE = 4

/** Float64, or Int32 with a decimal scale where that is exact (half the bytes, and they compress). */
export function writeNumbers(writer: ByteWriter, numbers: Float64Array): void {
  for (let scale = 0; scale <= MAX_SCALE; scale++) {
    const scaled = scaledNumbers(numbers, 10 ** scale)
    if (scaled !== null) {
      writer.byte(scale)
      writer.typed(scaled)
      return
    }
  }
  writer.byte(FLOATS)
  writer.typed(numbers)
}

/** One number per row; NaN = no value in this row. */
export function readNumbers(reader: ByteReader, rows: number): Float64Array {
  const count = reader.varUint()
  if (count > rows) {
    throw new MalformedBytes('too many numbers')
  }
  if (count === rows) {
    return readPacked(reader, count)
  }
  const bitmap = reader.take((rows + 7) >> 3)
  const packed = readPacked(reader, count)
  const numbers = new Float64Array(rows).fill(NaN)
  let next = 0
  for (let row = 0; row < rows; row++) {
    if ((bitmap[row >> 3]! & (1 << (row & 7))) === 0) {
      continue
    }
    const value = packed[next++]
    if (value === undefined) {
      throw new MalformedBytes('bad bitmap')
    }
    numbers[row] = value
  }
  if (next !== count) {
    throw new MalformedBytes('bad bitmap')
  }
  return numbers
}

/** As integers over `unit`, if every number comes back exactly the same. */
function scaledNumbers(numbers: Float64Array, unit: number): Int32Array | null {
  const scaled = new Int32Array(numbers.length)
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!
    scaled[i] = Math.round(number * unit)
    if (!Object.is(scaled[i]! / unit, number)) {
      return null // also too large, and -0
    }
  }
  return scaled
}

function readPacked(reader: ByteReader, count: number): Float64Array {
  const scale = reader.byte()
  if (scale === FLOATS) {
    const floats = new Float64Array(reader.copy(count * 8))
    if (!floats.every(Number.isFinite)) {
      throw new MalformedBytes('number not finite')
    }
    return floats
  }
  if (scale > MAX_SCALE) {
    throw new MalformedBytes('bad scale')
  }
  const scaled = new Int32Array(reader.copy(count * 4))
  const unit = 10 ** scale
  const floats = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    floats[i] = scaled[i]! / unit
  }
  return floats
}
