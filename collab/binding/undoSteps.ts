import type { CellValue } from '#shared/cells/cellValue.ts'

export interface Change {
  row: string
  ordinal: number
  before: CellValue
  after: CellValue
}

/** A row that a step brings into being (redo) or takes away (undo); with what it wrote in it. */
export interface AddedRow {
  row: string
  wrote: Map<number, CellValue>
}

/** What one gesture did. */
export interface Step {
  /** In the pieces in which they were written: rectangles, mostly, and undone as such. */
  pieces: Change[][]
  rows: AddedRow[]
  memory: unknown
}

export const newStep = (memory: unknown): Step => ({ pieces: [], rows: [], memory })

/** Leaves only the cells of some fields in a step. False when nothing is left of it. */
export function keepFields(step: Step, isKept: (ordinal: number) => boolean): boolean {
  step.pieces = step.pieces.flatMap((piece) => {
    const kept = piece.filter(({ ordinal }) => isKept(ordinal))
    return kept.length === 0 ? [] : [kept]
  })
  for (const { wrote } of step.rows) {
    ;[...wrote.keys()].filter((ordinal) => !isKept(ordinal)).forEach((ordinal) => wrote.delete(ordinal))
  }
  return step.pieces.length + step.rows.length > 0
}

export const changesIn = ({ pieces }: Step): number => pieces.reduce((sum, { length }) => sum + length, 0)
