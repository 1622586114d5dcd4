import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { NewTemplateReply } from '#shared/api/templates.ts'
import { CopyNotes } from './CopyNotes.tsx'

/** Says that a template is kept, and what is not in it. */
export function KeptNotes({ kept, onClose }: { kept: NewTemplateReply; onClose: () => void }) {
  const { t } = useTranslation('structure')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('kept', { name: kept.template.name })}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
      data-testid="kept-template"
    >
      <p className="cap">{t('keptText')}</p>
      {kept.notes.length > 0 && (
        <section className="copy-preview" tabIndex={0} aria-label={t('staysBehind')}>
          <h3>{t('staysBehind')}</h3>
          <CopyNotes notes={kept.notes} />
        </section>
      )}
      <div className="row dialog-actions">
        <Button onClick={onClose} data-autofocus>
          {t('done')}
        </Button>
      </div>
    </Modal>
  )
}
