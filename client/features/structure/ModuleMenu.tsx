import { ActionIcon, Menu } from '@mantine/core'
import {
  IconCalendarDown,
  IconCopy,
  IconCategory,
  IconDots,
  IconPencil,
  IconTablePlus,
  IconArchive,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ModuleReply } from '#shared/api/modules.ts'
import { CarryOverDialog } from './CarryOverDialog.tsx'
import { CopyDialog } from './CopyDialog.tsx'
import { IsoCategoryDialog } from './IsoCategoryDialog.tsx'
import { NewTableDialog } from './NewTableDialog.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { RetireStructureDialog } from './RetireStructureDialog.tsx'
import { useMayManage } from './useMayManage.ts'

const ICON = { size: 16, stroke: 1.6 } as const

type Asked = 'table' | 'copy' | 'carry' | 'rename' | 'iso' | 'retire'

/** What who manages a module does with it as a whole. Nothing for others. */
export function ModuleMenu({ module, cycleId }: { module: ModuleReply; cycleId: string }) {
  const { t } = useTranslation('structure')
  const may = useMayManage()
  const go = useNavigate()
  const [asked, setAsked] = useState<Asked | null>(null)
  const { id, name, description, project_id: projectId } = module
  const mayArrange = may.project(projectId)
  const close = (): void => setAsked(null)
  if (!may.tablesOf(module)) {
    return null
  }
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={t('moduleMenu')}>
            <IconDots {...ICON} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTablePlus {...ICON} />} onClick={() => setAsked('table')}>
            {t('newTable')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCalendarDown {...ICON} />} onClick={() => setAsked('carry')}>
            {t('carryModule')}
          </Menu.Item>
          {mayArrange && (
            <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => setAsked('copy')}>
              {t('copyModule')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => setAsked('rename')}>
            {t('renameModule')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCategory {...ICON} />} onClick={() => setAsked('iso')}>
            {t('isoModule')}
          </Menu.Item>
          {mayArrange && (
            <Menu.Item leftSection={<IconArchive {...ICON} />} onClick={() => setAsked('retire')}>
              {t('retireModule')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'table' && <NewTableDialog module={module} cycleId={cycleId} onClose={close} />}
      {asked === 'carry' && <CarryOverDialog module={module} cycleId={cycleId} onClose={close} />}
      {asked === 'copy' && (
        <CopyDialog of={{ kind: 'module', id, name, projectId, moduleId: id, cycleId }} onClose={close} />
      )}
      {asked === 'rename' && <RenameDialog path={`modules/${id}`} now={{ name, description }} onClose={close} />}
      {asked === 'iso' && <IsoCategoryDialog module={module} onClose={close} />}
      {asked === 'retire' && (
        <RetireStructureDialog kind="module" one={module} onDone={() => void go('/modules')} onClose={close} />
      )}
    </>
  )
}
