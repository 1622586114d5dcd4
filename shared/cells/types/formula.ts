import type { CellType } from './CellType.ts'
import { text } from './text.ts'

/** Nobody writes into a formula; what stood there before it was one is shown as text. */
export const formula: CellType = {
  ...text,
  rules: [],
  isFree: false,
  hasUnit: true,
  expected: 'nothing: it is computed',
  takes: () => () => false,
}
