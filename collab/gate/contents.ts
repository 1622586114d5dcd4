/** What the entries of an update hold. */
import * as Y from 'yjs'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { blockOf, type Block } from '#collab/schema/block.ts'
import { MalformedBytes } from '#collab/schema/MalformedBytes.ts'
import { HardRefusal } from './HardRefusal.ts'

/** Of an entry that passed the inspection; undefined when its value is gone. */
export const valueOf = ({ content }: Y.Item): CellValue | undefined =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- isCellValue has looked at it
  content instanceof Y.ContentAny ? (content.arr[content.arr.length - 1] as CellValue) : undefined

/** Undefined: the value is gone already (overwritten later by the same author, or refused before). */
export function writtenValue({ content }: Y.Item): unknown {
  if (content instanceof Y.ContentAny && content.arr.length === 1) {
    const value: unknown = content.arr[0]
    return value === undefined ? Symbol('undefined') : value
  }
  if (content instanceof Y.ContentDeleted) {
    return undefined
  }
  throw new HardRefusal('unsupported')
}

export function readBlock(bytes: Uint8Array): Block {
  try {
    return blockOf(bytes)
  } catch (error) {
    throw error instanceof MalformedBytes ? new HardRefusal('malformed') : error
  }
}
