import {
  isCellValue,
  type CellValue,
  isTooLarge,
  MAX_LIST_LENGTH,
  MAX_OPTION_ID_LENGTH,
  MAX_TEXT_LENGTH,
} from '#shared/cells/cellValue.ts'
import type { Block } from '#collab/schema/block.ts'
import type { Column } from '#collab/schema/Column.ts'
import { DELETED, ORDER, ORDER_KEY, ROW_ID } from '#collab/schema/layout.ts'
import { MalformedBytes } from '#collab/schema/MalformedBytes.ts'
import { HardRefusal } from './HardRefusal.ts'

/** Values that no client of ours writes. Throws HardRefusal('bad-value'). */
export function checkValue(ordinal: number, value: unknown): void {
  if (!isCellValue(value) || isTooLarge(value)) {
    throw new HardRefusal('bad-value')
  }
  if (ordinal === ORDER && !(typeof value === 'string' && ORDER_KEY.test(value))) {
    throw new HardRefusal('bad-value')
  }
  if (ordinal === DELETED && value !== null && typeof value !== 'boolean') {
    throw new HardRefusal('bad-value')
  }
}

/** A bulk write whole, column by column. Throws HardRefusal. */
export function checkBlock(block: Block, maxCells: number): void {
  if (block.rows.length * block.ordinals.length > maxCells) {
    throw new HardRefusal('too-large')
  }
  try {
    block.check()
  } catch (error) {
    throw error instanceof MalformedBytes ? new HardRefusal('malformed') : error
  }
  const rowsAreIds = block.rows.every((row) => ROW_ID.test(row))
  if (!rowsAreIds || !block.ordinals.every((ordinal) => isColumnFine(block, block.column(ordinal)))) {
    throw new HardRefusal('bad-value')
  }
}

function isColumnFine({ rows }: Block, column: Column | undefined): boolean {
  if (column === undefined || !hasFineSizes(column)) {
    return false
  }
  if (column.ordinal === ORDER) {
    const texts = column.texts
    return (
      texts?.index.every((code) => code !== 0) === true &&
      texts.dictionary.every((key) => ORDER_KEY.test(key)) &&
      column.numbers === null
    )
  }
  return column.ordinal !== DELETED || rows.every((_, row) => isMark(column.get(row)))
}

const hasFineSizes = ({ texts, lists }: Column): boolean =>
  (texts === null || texts.dictionary.every((text) => text.length <= MAX_TEXT_LENGTH)) &&
  (lists === null ||
    lists.dictionary.every(
      (list) => list.length <= MAX_LIST_LENGTH && list.every((id) => id.length <= MAX_OPTION_ID_LENGTH),
    ))

const isMark = (value: CellValue): boolean => value === null || typeof value === 'boolean'
