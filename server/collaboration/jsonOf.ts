import type { CellValue } from '#shared/cells/cellValue.ts'

const REPLACEMENT = '\ufffd'

/**
 * JSON that PostgreSQL's jsonb takes. People can paste U+0000 and broken surrogates, which jsonb refuses; they are replaced
 * here, in what is derived, while the document keeps them.
 */
export const jsonOf = (value: unknown): string => JSON.stringify(value, replaceText)

function replaceText(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') {
    return value
  }
  return value.isWellFormed() && !value.includes('\0') ? value : value.toWellFormed().replaceAll('\0', REPLACEMENT)
}

/** A text as a text column has it, where jsonb would not be. */
export const derivedText = (text: string | null): string | null =>
  text === null ? null : text.replaceAll('\0', REPLACEMENT)

/** For a column that is null where the cell is empty. */
export const jsonOrNull = (value: CellValue): string | null => (value === null ? null : jsonOf(value))
