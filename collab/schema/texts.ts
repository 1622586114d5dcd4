import type { ByteReader } from './ByteReader.ts'
import type { ByteWriter } from './ByteWriter.ts'
import { MalformedBytes } from './MalformedBytes.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Texts: how many, their lengths in UTF-16 units (one number when they are all equal), and one UTF-8 run. */
export function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  writer.varUint(texts.length)
  const first = texts[0]
  if (first === undefined) {
    return
  }
  const equal = texts.every((text) => text.length === first.length)
  writer.byte(equal ? 1 : 0)
  if (equal) {
    writer.varUint(first.length)
  } else {
    for (const text of texts) {
      writer.varUint(text.length)
    }
  }
  const run = new TextEncoder().encode(texts.join(''))
  writer.varUint(run.length)
  writer.raw(run)
}

/** `most`: the largest count that can be honest, so that a few bytes never ask for a large array. */
export function readTexts(reader: ByteReader, most: number): string[] {
  const count = reader.varUint()
  if (count === 0) {
    return []
  }
  if (count > most) {
    throw new MalformedBytes('too many texts')
  }
  const equal = reader.byte() === 1
  const lengths: number[] = equal ? [reader.varUint()] : []
  if (!equal) {
    for (let i = 0; i < count; i++) {
      lengths.push(reader.varUint())
    }
  }
  const run = decodeRun(reader.take(reader.varUint()))
  const texts: string[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = at + (lengths[equal ? 0 : i] ?? 0)
    texts.push(run.slice(at, end))
    at = end
  }
  if (at !== run.length) {
    throw new MalformedBytes('bad text lengths')
  }
  return texts
}

function decodeRun(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new MalformedBytes('bad UTF-8')
  }
}
