import { atOnce, inSlices, nextTask } from '#collab/schema/inSlices.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { belowTitles } from './belowTitles.ts'
import type { PastedBlock } from './PastedBlock.ts'
import { heldStill, pastedFields, pasteInSteps, type PastePlan, type PasteTarget } from './pasteBlock.ts'
import { AS_TYPED, type PasteAnswer, type PasteQuestion, type ReadCell, readInSteps } from './readBlock.ts'
import { needsReview, type PasteReview, reviewPaste } from './reviewPaste.ts'

/** Where a person is asked about a paste. When they cancel, the callback is not called and nothing is pasted. */
export interface PasteDialogs {
  /** How columns are written in which nothing tells. */
  ask: (question: PasteQuestion, onAnswer: (answer: PasteAnswer) => void) => void
  /** Whether a large or lossy paste is to happen, as a whole or in part. */
  review: (review: PasteReview, onCommit: (plan: PastePlan) => void) => void
}

/** The sheet that is pasted into. */
export interface PasteSheet {
  /** Looked up again after a question, because the sheet goes on meanwhile; null: there is nowhere to paste any more. */
  target: () => PasteTarget | null
  before: (row: string, ordinal: number) => CellValue
  commit: (plan: PastePlan) => void
}

/** So many cells are read and compared within a frame; more of them in slices. */
const QUICK_CELLS = 4000

/** A paste from the clipboard to the sheet: at once when nothing is to be asked and little can be lost. */
export function runPaste(pasted: PastedBlock, to: PasteSheet, dialogs: PasteDialogs): void {
  const { block, sheet } = withoutTitles(pasted, to)
  const target = targetNow(block, sheet)
  if (target === null) {
    return
  }
  const isLarge = block.texts.length * (block.texts[0]?.length ?? 0) > QUICK_CELLS
  const go = <Result>(steps: Generator<void, Result>, then: (result: Result) => void): void => {
    if (isLarge) {
      void nextTask() // behind the event, which has taken the texts apart
        .then(() => inSlices(steps, 'waited-for'))
        .then(then)
    } else {
      then(atOnce(steps))
    }
  }
  const paste = (at: PasteTarget, readCell: ReadCell): void =>
    go(reviewed(block, sheet, at, readCell), (review) => {
      if (needsReview(review)) {
        dialogs.review(review, sheet.commit)
      } else {
        sheet.commit(review.plan)
      }
    })
  go(readInSteps(block, pastedFields(block, target)), ({ question, read }) => {
    if (question === null) {
      paste(target, read(AS_TYPED))
      return
    }
    dialogs.ask(question, (answer) => {
      const now = targetNow(block, sheet)
      if (now !== null) {
        go(readInSteps(block, pastedFields(block, now)), (again) => paste(now, again.read(answer)))
      }
    })
  })
}

/** Titles of our columns above a block are no row of it: they say where it goes, from the first selected row on. */
function withoutTitles(pasted: PastedBlock, sheet: PasteSheet): { block: PastedBlock; sheet: PasteSheet } {
  const below = belowTitles(pasted, sheet.target()?.columns ?? [])
  if (below === null) {
    return { block: pasted, sheet }
  }
  const { block, firstColumn } = below
  const placed = (target: PasteTarget): PasteTarget => {
    const { r0 } = target.rect
    return { ...target, rect: { r0, r1: r0, c0: firstColumn, c1: firstColumn } }
  }
  return {
    block,
    sheet: {
      ...sheet,
      target() {
        const target = sheet.target()
        return target === null ? null : placed(target)
      },
    },
  }
}

function targetNow(block: PastedBlock, sheet: PasteSheet): PasteTarget | null {
  const target = sheet.target()
  return target === null ? null : heldStill(block, target)
}

function* reviewed(
  block: PastedBlock,
  sheet: PasteSheet,
  target: PasteTarget,
  read: ReadCell,
): Generator<void, PasteReview> {
  const plan = yield* pasteInSteps(block, target, read)
  return yield* reviewPaste(plan, sheet.before, target.rowAt)
}
