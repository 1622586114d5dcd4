import { useMemo, useState } from 'react'
import type { PastePlan } from '#client/grid/paste/pasteBlock.ts'
import type { PasteAnswer, PasteQuestion } from '#client/grid/paste/readBlock.ts'
import type { PasteReview } from '#client/grid/paste/reviewPaste.ts'
import type { PasteDialogs } from '#client/grid/paste/runPaste.ts'

/** A paste that waits for a person. */
export type WaitingPaste =
  | { kind: 'question'; question: PasteQuestion; onAnswer: (answer: PasteAnswer) => void }
  | { kind: 'review'; review: PasteReview; onCommit: (plan: PastePlan) => void }

/** The paste that waits, if one does; what makes one wait; and how to let go of it. */
export function usePasteDialogs(): { waiting: WaitingPaste | null; dialogs: PasteDialogs; close: () => void } {
  const [waiting, setWaiting] = useState<WaitingPaste | null>(null)
  const stable = useMemo(
    () => ({
      dialogs: {
        ask: (question, onAnswer) => setWaiting({ kind: 'question', question, onAnswer }),
        review: (review, onCommit) => setWaiting({ kind: 'review', review, onCommit }),
      } satisfies PasteDialogs,
      close: () => setWaiting(null),
    }),
    [],
  )
  return { waiting, ...stable }
}
