import { REFUSAL_REASONS, type RefusalReason } from '#collab/protocol/stateless.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Intent } from './IntentLog.ts'

/** Why a value of the user is not on the server, besides what a server says of single cells. */
const FURTHER_REASONS = [
  /** The whole message was refused. */
  'not-taken',
  /** Why, the server said on a connection that was lost. */
  'unheard',
  'changed-meanwhile',
  /** The field has another type or unit than when it was typed. */
  'field-changed',
] as const

export type NotSavedReason = RefusalReason | (typeof FURTHER_REASONS)[number]

/** A value that the user entered and the server did not keep; held until the user decides. */
export interface NotSavedCell {
  row: string
  ordinal: number
  value: CellValue
  reason: NotSavedReason
}

/** The values that the server did not keep, one per cell: the one that was entered last. */
export class NotSaved {
  #cells: readonly NotSavedCell[] = []

  /** A new list whenever it changed. */
  get cells(): readonly NotSavedCell[] {
    return this.#cells
  }

  add(cells: readonly NotSavedCell[]): void {
    if (cells.length === 0) {
      return
    }
    const byCell = new Map(this.#cells.map((cell) => [`${cell.row}:${cell.ordinal}`, cell]))
    for (const cell of cells) {
      byCell.set(`${cell.row}:${cell.ordinal}`, cell)
    }
    this.#cells = [...byCell.values()]
  }

  /** Puts back what was kept on this device, behind anything newer. */
  restore(cells: readonly NotSavedCell[]): void {
    const newer = this.#cells
    this.#cells = []
    this.add(cells)
    this.add(newer)
  }

  addIntents(intents: readonly Intent[], reason: NotSavedReason): void {
    this.add(intents.map(({ row, ordinal, value }) => ({ row, ordinal, value, reason })))
  }

  remove(cells: readonly NotSavedCell[]): void {
    const gone = new Set(cells)
    this.#cells = this.#cells.filter((cell) => !gone.has(cell))
  }
}

/** Whether a kept value is one; it may have been written by another version of the page. */
export function isNotSavedCell(value: unknown): value is NotSavedCell {
  return (
    typeof value === 'object' &&
    value !== null &&
    'row' in value &&
    'ordinal' in value &&
    'value' in value &&
    'reason' in value &&
    isReason(value.reason)
  )
}

const isReason = (reason: unknown): boolean =>
  [...REFUSAL_REASONS, ...FURTHER_REASONS].some((known) => known === reason)
