import { Modal } from '@mantine/core'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { PasteQuestionForm } from './PasteQuestionForm.tsx'
import { PasteReviewForm } from './PasteReviewForm.tsx'
import { writeStoredAnswer } from './storedAnswer.ts'
import type { WaitingPaste } from './usePasteDialogs.ts'
import './paste.css'

/** What a dialog about a paste needs of the sheet. */
export interface PasteFace {
  tableId: string
  model: SheetModel
  words: ColumnWords
  rowName: (row: string) => string
  t: SheetTranslate
}

/** The dialog of a paste that waits. Question and review are one dialog with another content, so that it does not blink. */
export function PasteDialog({
  waiting,
  face,
  onClose,
}: {
  waiting: WaitingPaste
  face: PasteFace
  onClose: () => void
}) {
  const { t } = face
  return (
    <Modal
      opened
      onClose={onClose}
      returnFocus={false}
      size={waiting.kind === 'question' ? 460 : 760}
      title={t(waiting.kind === 'question' ? 'pasteAskTitle' : 'pasteReviewTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
      data-testid="paste-dialog"
    >
      {waiting.kind === 'question' ? (
        <PasteQuestionForm
          question={waiting.question}
          face={face}
          onCancel={onClose}
          onAnswer={(answer) => {
            writeStoredAnswer(face.tableId, answer)
            onClose()
            // what was not asked is not looked at
            waiting.onAnswer({ mark: 'point', order: 'day-first', ...answer })
          }}
        />
      ) : (
        <PasteReviewForm
          review={waiting.review}
          face={face}
          onCancel={onClose}
          onCommit={(plan) => {
            onClose()
            waiting.onCommit(plan)
          }}
        />
      )}
    </Modal>
  )
}
