/** What a cell can hold. `null` is "empty"; dates are ISO strings ("2025-03-31"), months "2025-03"; a list holds option ids. */
export type CellValue = null | number | string | boolean | string[]

export const MAX_TEXT_LENGTH = 10_000
export const MAX_LIST_LENGTH = 50
export const MAX_OPTION_ID_LENGTH = 100

/** Whether `value` is a cell value at all. Anything else is never produced by our client. */
export function isCellValue(value: unknown): value is CellValue {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value)
    case 'string':
    case 'boolean':
      return true
    case 'object':
      return value === null || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    default:
      return false
  }
}

export function isTooLarge(value: CellValue): boolean {
  if (typeof value === 'string') {
    return value.length > MAX_TEXT_LENGTH
  }
  return (
    Array.isArray(value) && (value.length > MAX_LIST_LENGTH || value.some((id) => id.length > MAX_OPTION_ID_LENGTH))
  )
}

export function isSameValue(a: CellValue, b: CellValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => item === b[i])
  }
  return Object.is(a, b)
}
