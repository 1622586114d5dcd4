import { Menu } from '@mantine/core'
import { IconCalendarPlus, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { MENU_ICON, MoreMenu } from '#client/components/MoreMenu.tsx'
import type { ParameterReply } from '#shared/api/parameters.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { refreshParameters } from './parameterQueries.ts'
import { RenameForm } from './RenameForm.tsx'
import { ValueForm } from './ValueForm.tsx'
import { useParameterWords } from './words/useParameterWords.ts'

/** What may be done with a parameter. */
export function ParameterActions(props: { parameter: ParameterReply; onSaid: (said: string) => void }) {
  const { parameter, onSaid } = props
  const t = useParameterWords()
  const [asking, setAsking] = useState<'value' | 'rename' | 'delete' | null>(null)
  const { id, name, formulas } = parameter
  const close = (): void => setAsking(null)
  return (
    <>
      <MoreMenu label={t('actionsOf', { name })}>
        <Menu.Item leftSection={<IconCalendarPlus {...MENU_ICON} />} onClick={() => setAsking('value')}>
          {t('addValue')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil {...MENU_ICON} />} onClick={() => setAsking('rename')}>
          {t('rename')}
        </Menu.Item>
        {formulas > 0 ? (
          <Menu.Label>{t('inUse')}</Menu.Label>
        ) : (
          <Menu.Item leftSection={<IconTrash {...MENU_ICON} />} onClick={() => setAsking('delete')}>
            {t('remove')}
          </Menu.Item>
        )}
      </MoreMenu>
      {asking === 'value' && <ValueForm parameter={parameter} onClose={close} onSaid={onSaid} />}
      {asking === 'rename' && <RenameForm parameter={parameter} onClose={close} onSaid={onSaid} />}
      {asking === 'delete' && (
        <AskAway
          path={`parameters/${id}`}
          refresh={refreshParameters}
          title={t('deleteTitle', { name })}
          text={t('deleteText')}
          action={t('deleteNow')}
          onClose={close}
          onDone={() => onSaid(t('saidDeleted', { name }))}
        />
      )}
    </>
  )
}
