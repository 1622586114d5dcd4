/** Numbers as people see them, the same on the page and in files. */
export { columnDigits, num, pct, signed, tonnes } from '#shared/quantities/numberText.ts'
