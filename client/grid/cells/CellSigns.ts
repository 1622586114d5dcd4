import type { CellMark } from '../marks/cellMarks.ts'
import { paintMark } from '../marks/paintMark.ts'

/** What is said of a cell beside its value. */
export interface CellDescription {
  /** Why the value does not fit, in words. */
  problem: string | null
  missing: boolean
  /** The server did not take it. */
  refused: boolean
  /** Two people wrote it at once. */
  contested: boolean
  /** In a past sheet: it holds something else now. */
  changed: boolean
  /** A result that does not know every gas: more is emitted. */
  partial: boolean
  /** It holds files. */
  files: boolean
  /** This person can never write in this column. */
  locked: boolean
  readOnly: boolean
  note: string | null
  mark: CellMark | null
}

type Sign = 'problem' | 'missing' | 'refused' | 'contested' | 'changed' | 'partial' | 'files' | 'locked'

const CLASSES: Readonly<Record<Sign, string>> = {
  problem: 'c-err',
  missing: 'c-miss',
  refused: 'c-refused',
  contested: 'c-contested',
  changed: 'c-changed',
  partial: 'c-partial',
  files: 'c-files',
  locked: 'c-lock',
}
const SIGNS: readonly Sign[] = ['problem', 'missing', 'refused', 'contested', 'changed', 'partial', 'files', 'locked']

/**
 * The classes of one cell, and the ARIA attributes that AG Grid has no option for. Only what is other than before is written:
 * most cells have nothing to say, and a hundred of them come with each scrolled row.
 */
export class CellSigns {
  readonly #cell: HTMLElement
  readonly #attributes = new Map<string, string>()
  readonly #signs = new Set<Sign>()
  #isMarked = false

  constructor(cell: HTMLElement) {
    this.#cell = cell
  }

  /** `content`: what is drawn in the cell; a mark has its sign in there. */
  show(description: CellDescription, content: HTMLElement): void {
    const { problem, missing, readOnly, note, mark } = description
    for (const sign of SIGNS) {
      const value = description[sign]
      this.#toggle(sign, value !== null && value !== false)
    }
    this.#set('aria-invalid', problem === null ? null : 'true')
    this.#set('aria-required', missing ? 'true' : null)
    this.#set('aria-readonly', readOnly ? 'true' : null)
    const label = mark?.label ?? null
    const told =
      label === null ? (problem ?? note) : [problem ?? note, label].filter((part) => part !== null).join('. ')
    this.#set('aria-description', told === '' ? null : told)
    if (mark !== null || this.#isMarked) {
      paintMark(this.#cell, content, mark)
      this.#isMarked = mark !== null
    }
  }

  /** Takes all of it away: something else is going to draw the cell. */
  clear(): void {
    SIGNS.forEach((sign) => this.#toggle(sign, false))
    ;[...this.#attributes.keys()].forEach((name) => this.#set(name, null))
  }

  #toggle(sign: Sign, isOn: boolean): void {
    if (isOn === this.#signs.has(sign)) {
      return
    }
    this.#cell.classList.toggle(CLASSES[sign], isOn)
    if (isOn) {
      this.#signs.add(sign)
    } else {
      this.#signs.delete(sign)
    }
  }

  #set(name: string, value: string | null): void {
    if (value === (this.#attributes.get(name) ?? null)) {
      return
    }
    if (value === null) {
      this.#cell.removeAttribute(name)
      this.#attributes.delete(name)
    } else {
      this.#cell.setAttribute(name, value)
      this.#attributes.set(name, value)
    }
  }
}
