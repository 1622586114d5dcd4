import { inflateSync } from 'node:zlib'

const WOFF_SIGNATURE = 0x774f4646
const WOFF_HEADER = 44
const WOFF_ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16

/**
 * An OpenType font as it was before it was packed as WOFF 1.0 (W3C Recommendation of 13 December 2012, chapters 4 to 6). The
 * library reads packed fonts too, but unpacks a table again each time that it looks at it, which takes a second for each document.
 * Throws when it is no WOFF.
 */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== WOFF_SIGNATURE) {
    throw new Error('This is no WOFF font.')
  }
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = WOFF_HEADER + index * WOFF_ENTRY
    const [offset, packedLength, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at))
    const packed = woff.subarray(offset, offset! + packedLength!)
    return {
      tag: woff.subarray(entry, entry + 4),
      checksum: woff.readUInt32BE(entry + 16),
      content: packedLength! < length! ? inflateSync(packed) : packed,
    }
  })
  // the table of tables is searched by halves: how far the first step goes
  const power = Math.floor(Math.log2(count))
  const head = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(2 ** power * SFNT_ENTRY, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE((count - 2 ** power) * SFNT_ENTRY, 10)
  const parts: Buffer[] = [head]
  let end = head.length
  tables.forEach(({ tag, checksum, content }, index) => {
    const entry = SFNT_HEADER + index * SFNT_ENTRY
    tag.copy(head, entry)
    head.writeUInt32BE(checksum, entry + 4)
    head.writeUInt32BE(end, entry + 8)
    head.writeUInt32BE(content.length, entry + 12)
    const padding = Buffer.alloc((4 - (content.length % 4)) % 4)
    parts.push(content, padding)
    end += content.length + padding.length
  })
  return Buffer.concat(parts, end)
}
