import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImportReply } from '#shared/api/imports.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { num } from '#client/theme/format.ts'
import { useImportEnd } from './importSteps.ts'
import { useImportWords } from './words/useImportWords.ts'

/** Says what taking an import back does before it is done. */
export function RevertDialog(props: {
  found: ImportReply
  counts: NonNullable<ImportReply['counts']>
  onClose: () => void
}) {
  const { found, counts, onClose } = props
  const t = useImportWords()
  const { t: common } = useTranslation()
  const revert = useImportEnd(found, 'revert', onClose)
  return (
    <Modal opened onClose={onClose} title={t('revertTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          revert.send()
        }}
      >
        <ul className="imports-consequences">
          {counts.added > 0 && <li>{t('revertAdded', { n: num(counts.added) })}</li>}
          {counts.changed > 0 && <li>{t('revertChanged', { n: num(counts.changed) })}</li>}
          <li>{t('revertKept')}</li>
        </ul>
        <DialogFoot change={revert} shown={[]} action={t('revertDo')} isFinal onClose={onClose} />
      </form>
    </Modal>
  )
}
