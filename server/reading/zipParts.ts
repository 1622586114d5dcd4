import { inflateRawSync } from 'node:zlib'
import { ReadingError } from './ReadingError.ts'
import type { ReadingLimits } from './readingLimits.ts'

/** A part of an archive, as its directory lists it. */
interface ZipPart {
  name: string
  method: number
  packedBytes: number
  /** Where its own header begins. */
  offset: number
}

const END = 0x06_05_4b_50
const ENTRY = 0x02_01_4b_50
const LOCAL = 0x04_03_4b_50
const END_BYTES = 22
const LONGEST_COMMENT = 0xff_ff
const DEFLATED = 8
/** Below this size a part of spaces packs very well, and harms nobody. */
const RATIO_COUNTS_FROM = 1 << 20
/** Where XML says that it brings a grammar of its own; entities of it may grow without end. */
const GRAMMAR = /<!(DOCTYPE|ENTITY)/i

/**
 * Unpacks every part of an archive once, with as much room as is left, and forgets it: what the directory says of sizes may be a
 * lie. Returns the names of the parts. Throws ReadingError when it is no archive, or more than the limits allow. Source: PKWARE
 * APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function weighParts(file: Buffer, limits: ReadingLimits): string[] {
  const parts = partsOf(file, limits)
  let left = limits.unpackedBytes
  for (const part of parts) {
    const content = unpack(file, part, left, limits)
    left -= content.length
    if (content.length > RATIO_COUNTS_FROM && content.length > part.packedBytes * limits.ratio) {
      throw tooLarge(`A part of it is packed ${limits.ratio} times or more.`)
    }
    if (/\.(xml|rels)$/i.test(part.name) && GRAMMAR.test(content.toString('latin1', 0, 4096))) {
      throw new ReadingError('broken-file', 'The file brings a grammar of its own, which no spreadsheet does.')
    }
  }
  return parts.map(({ name }) => name)
}

function partsOf(file: Buffer, limits: ReadingLimits): ZipPart[] {
  const end = endOf(file)
  const count = file.readUInt16LE(end + 10)
  if (count > limits.parts) {
    throw tooLarge(`It has ${count} parts, and ${limits.parts} are taken.`)
  }
  const parts: ZipPart[] = []
  let at = file.readUInt32LE(end + 16)
  while (parts.length < count) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY) {
      throw broken()
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => file.readUInt16LE(at + place))
    const nameEnd = at + 46 + (nameBytes ?? 0)
    parts.push({
      name: file.toString('utf8', at + 46, nameEnd),
      method: file.readUInt16LE(at + 10),
      packedBytes: file.readUInt32LE(at + 20),
      offset: file.readUInt32LE(at + 42),
    })
    at = nameEnd + (extraBytes ?? 0) + (commentBytes ?? 0)
  }
  return parts
}

function endOf(file: Buffer): number {
  const first = Math.max(0, file.length - END_BYTES - LONGEST_COMMENT)
  for (let at = file.length - END_BYTES; at >= first; at--) {
    if (file.readUInt32LE(at) === END) {
      return at
    }
  }
  throw broken()
}

function unpack(file: Buffer, part: ZipPart, room: number, limits: ReadingLimits): Buffer {
  const { offset, packedBytes, method } = part
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL) {
    throw broken()
  }
  const begin = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
  const packed = file.subarray(begin, begin + packedBytes)
  if (packed.length < packedBytes) {
    throw broken()
  }
  if (method !== DEFLATED) {
    if (packed.length > room) {
      throw unpacksTooFar(limits)
    }
    return packed
  }
  try {
    return packedBytes === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(room, 1) })
  } catch (error) {
    const isTooMuch = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isTooMuch ? unpacksTooFar(limits) : broken(error)
  }
}

const unpacksTooFar = ({ unpackedBytes }: ReadingLimits): ReadingError =>
  tooLarge(`Unpacked it is larger than ${unpackedBytes >> 20} MB.`)

const tooLarge = (why: string): ReadingError =>
  new ReadingError('too-large', `${why} Take out what is not needed, or save the one sheet as CSV.`)

const broken = (cause?: unknown): ReadingError =>
  new ReadingError('broken-file', 'The file is damaged or was not sent whole. Save it again and send it anew.', cause)
