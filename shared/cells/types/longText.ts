import type { CellType } from './CellType.ts'
import { text } from './text.ts'

/** A text of several lines, which end with "\n" wherever it was written. */
export const longText: CellType = {
  ...text,
  rules: [],
  expected: 'a text, with "\\n" between its lines',
  coerce: ({ whole }) => whole.replace(/\r\n?/g, '\n'),
}
