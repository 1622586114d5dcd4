import { Modal } from '@mantine/core'
import { assertNever } from '#shared/result/assertNever.ts'
import { ChooseFactorsForm } from '../suggest/ChooseFactorsForm.tsx'
import type { SheetWord } from '../words/useSheetWords.ts'
import type { BulkFace } from './BulkFace.ts'
import { CarryOverForm } from './CarryOverForm.tsx'
import { SetValueForm } from './SetValueForm.tsx'
import { SplitForm } from './SplitForm.tsx'
import '../paste/paste.css'
import './bulk.css'

/** What can be done with many rows at once. */
export type BulkAction = 'set' | 'carry' | 'split' | 'factors'

const TITLES: Readonly<Record<BulkAction, SheetWord>> = {
  set: 'bulkSetTitle',
  carry: 'bulkCarryTitle',
  split: 'bulkSplitTitle',
  factors: 'suggestTitle',
}

/** The dialog of one of them. Each writes one gesture: one step, one entry in the history. */
export function BulkDialog({ action, face }: { action: BulkAction; face: BulkFace }) {
  const { t, onClose } = face
  return (
    <Modal
      opened
      size={action === 'set' ? 'md' : 'lg'}
      onClose={onClose}
      title={t(TITLES[action])}
      closeButtonProps={{ 'aria-label': t('close') }}
      returnFocus={false}
      data-testid="bulk-dialog"
    >
      <Form action={action} face={face} />
    </Modal>
  )
}

function Form({ action, face }: { action: BulkAction; face: BulkFace }) {
  switch (action) {
    case 'set':
      return <SetValueForm face={face} />
    case 'carry':
      return <CarryOverForm face={face} />
    case 'split': {
      const month = face.model.fields.find(({ role }) => role === 'month')
      return month === undefined ? null : <SplitForm face={face} month={month} />
    }
    case 'factors':
      return (
        <ChooseFactorsForm
          face={face}
          fields={face.model.fields.filter((field) => field.type === 'factor' && face.isWritable(field))}
        />
      )
    default:
      return assertNever(action)
  }
}
