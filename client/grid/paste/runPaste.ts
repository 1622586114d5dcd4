import type { CellValue } from '#shared/cells/cellValue.ts'
import type { PastedBlock } from './PastedBlock.ts'
import { pasteBlock, pastedFields, type PastePlan, type PasteTarget } from './pasteBlock.ts'
import { AS_TYPED, type PasteAnswer, type PasteQuestion, type ReadCell, readBlock } from './readBlock.ts'
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

/** A paste from the clipboard to the sheet: at once when nothing is to be asked and little can be lost. */
export function runPaste(block: PastedBlock, sheet: PasteSheet, dialogs: PasteDialogs): void {
  const target = sheet.target()
  if (target === null) {
    return
  }
  const { question, read } = readBlock(block, pastedFields(block, target))
  const paste = (to: PasteTarget, readCell: ReadCell): void => {
    const review = reviewPaste(pasteBlock(block, to, readCell), sheet.before, to.rowAt)
    if (needsReview(review)) {
      dialogs.review(review, sheet.commit)
    } else {
      sheet.commit(review.plan)
    }
  }
  if (question === null) {
    paste(target, read(AS_TYPED))
    return
  }
  dialogs.ask(question, (answer) => {
    const now = sheet.target()
    if (now !== null) {
      paste(now, readBlock(block, pastedFields(block, now)).read(answer))
    }
  })
}
