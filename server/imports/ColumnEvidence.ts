import type { FileCell } from '#shared/api/imports.ts'
import { DateEvidence, dateWays, hasOpenOrder } from '#shared/cells/dateOrder.ts'
import { DecimalEvidence, hasOpenMark, numberWays } from '#shared/cells/decimalMark.ts'
import { splitUnit } from '#shared/cells/splitUnit.ts'
import type { ColumnLayout } from './FileLayout.ts'

/** Enough to see what a column or a question is about. */
const SAMPLES = 4
/** Longer texts are neither numbers nor dates. */
const LONGEST = 60
const SHOWN = 200
const HAS_DIGIT_AND_MARK = /[\d\u0660-\u0669\u06F0-\u06F9].*[.,/-]|[.,].*\d/

/** What is learned of a column while its cells go by. Memory: some samples. */
export class ColumnEvidence {
  readonly #decimals = new DecimalEvidence()
  readonly #dates = new DateEvidence('date')
  readonly #samples = new Set<FileCell>()
  readonly #openNumbers = new Set<string>()
  readonly #openDates = new Set<string>()
  #filled = 0
  #hasNumbers = false
  #hasDates = false

  add(cell: FileCell): void {
    if (cell === null || cell === '') {
      return
    }
    this.#filled++
    if (this.#samples.size < SAMPLES) {
      this.#samples.add(shown(cell))
    }
    if (typeof cell === 'string' && cell.length <= LONGEST && HAS_DIGIT_AND_MARK.test(cell)) {
      this.#addText(cell)
    }
  }

  layout(): ColumnLayout {
    return {
      filled: this.#filled,
      samples: [...this.#samples],
      decimals: this.#hasNumbers ? this.#decimals.mark : null,
      decimalSamples: [...this.#openNumbers].map((text) => {
        const { point, comma } = numberWays(text)
        return { text, point: point ?? 0, comma: comma ?? 0 }
      }),
      dates: this.#hasDates ? this.#dates.order : null,
      dateSamples: [...this.#openDates].map((text) => {
        const ways = dateWays(text, 'date')
        return { text, dayFirst: ways['day-first'] ?? '', monthFirst: ways['month-first'] ?? '' }
      }),
    }
  }

  #addText(cell: string): void {
    const number = splitUnit(cell)?.number ?? cell
    if (this.#decimals.add(number)) {
      this.#hasNumbers = true
      if (this.#openNumbers.size < SAMPLES && hasOpenMark(number)) {
        this.#openNumbers.add(number.trim())
      }
    }
    if (this.#dates.add(cell)) {
      this.#hasDates = true
      if (this.#openDates.size < SAMPLES && hasOpenOrder(cell, 'date')) {
        this.#openDates.add(cell.trim())
      }
    }
  }
}

/** A cell as a page shows it. */
export const shown = (cell: FileCell): FileCell =>
  typeof cell === 'string' && cell.length > SHOWN ? `${cell.slice(0, SHOWN - 1).toWellFormed()}…` : cell
