import { ActionIcon, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconArchive, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TemplateReply } from '#shared/api/templates.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { RetireStructureDialog } from './RetireStructureDialog.tsx'
import { templatesQuery } from './templateQueries.ts'
import './structure.css'

const ICON = { size: 16, stroke: 1.6 } as const

/** All templates there are; those of this person get other names here, and are retired. */
export function TemplatesDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('structure')
  const { data, error, refetch } = useQuery(templatesQuery(i18n.language))
  const [asked, setAsked] = useState<{ what: 'rename' | 'retire'; one: TemplateReply } | null>(null)
  const close = (): void => setAsked(null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('templates')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
      data-testid="templates-dialog"
    >
      {error !== null && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {data?.data.every(({ can_change: mayChange }) => !mayChange) === true && (
        <p className="cap">{t('noOwnTemplates')}</p>
      )}
      <ul className="template-list">
        {data?.data.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <bdi className="t-name">{one.name}</bdi> <span className="cap">{t(`templateKind_${one.kind}`)}</span>
              <div className="cap" dir="auto">
                {one.description}
              </div>
              <div className="cap">{one.made_by === null ? t('builtIn') : t('madeBy', { name: one.made_by })}</div>
            </div>
            {one.can_change && (
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('renameOne', { name: one.name })}
                  onClick={() => setAsked({ what: 'rename', one })}
                >
                  <IconPencil {...ICON} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('retireOne', { name: one.name })}
                  onClick={() => setAsked({ what: 'retire', one })}
                >
                  <IconArchive {...ICON} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ul>
      {asked?.what === 'rename' && <RenameDialog path={`templates/${asked.one.id}`} now={asked.one} onClose={close} />}
      {asked?.what === 'retire' && (
        <RetireStructureDialog kind="template" one={asked.one} onDone={() => {}} onClose={close} />
      )}
    </Modal>
  )
}
