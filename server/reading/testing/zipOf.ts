import { crc32, deflateRawSync } from 'node:zlib'

/** A part of an archive; `claims`: the unpacked size that its headers say, whatever it is. */
export interface WrittenPart {
  name: string
  content: Buffer
  claims?: number
}

/** An archive by hand, so that a test can make it lie. */
export function zipOf(parts: readonly WrittenPart[]): Buffer<ArrayBuffer> {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claims = content.length } of parts) {
    const packed = deflateRawSync(content, { level: 9 })
    const called = Buffer.from(name)
    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(crc32(content), 0)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(claims, 8)
    sizes.writeUInt16LE(called.length, 12)
    const local = Buffer.concat([Buffer.from('504b030414000000080000000000', 'hex'), sizes, called, packed])
    const entry = Buffer.concat([
      Buffer.from('504b0102140014000000080000000000', 'hex'),
      sizes,
      // no extra field, no comment, first disk, no attributes, and where it begins
      Buffer.alloc(14),
      called,
    ])
    entry.writeUInt32LE(offset, 42)
    bodies.push(local)
    directory.push(entry)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06_05_4b_50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listed, end])
}
