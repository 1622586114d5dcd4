import { ActionIcon, Menu } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import {
  IconArchive,
  IconArrowDown,
  IconArrowUp,
  IconColumns3,
  IconCopy,
  IconDots,
  IconPencil,
  IconTemplate,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { ModuleReply } from '#shared/api/modules.ts'
import type { NewTemplateReply } from '#shared/api/templates.ts'
import type { TableReply } from '#shared/api/tables.ts'
import { api } from '#client/api/apiClient.ts'
import { CopyDialog } from './CopyDialog.tsx'
import { KeepTemplateDialog } from './KeepTemplateDialog.tsx'
import { KeptNotes } from './KeptNotes.tsx'
import { placesAround } from './placesAround.ts'
import { RenameDialog } from './RenameDialog.tsx'
import { RetireStructureDialog } from './RetireStructureDialog.tsx'
import { useStructureChanged } from './structureQueries.ts'

const ICON = { size: 16, stroke: 1.6 } as const

/** What who manages a module does with one of its tables. */
export function TableMenu(props: {
  table: TableReply
  module: ModuleReply
  cycleId: string
  /** All tables of the module, in order; without them it is not moved from here. */
  tables?: readonly TableReply[]
}) {
  const { table, module, cycleId, tables } = props
  const { id, name, description } = table
  const { t } = useTranslation('structure')
  const [asked, setAsked] = useState<'copy' | 'keep' | 'rename' | 'retire' | null>(null)
  const [kept, setKept] = useState<NewTemplateReply | null>(null)
  const structureChanged = useStructureChanged()
  const place = useMutation({
    mutationFn: (behind: string | null) => api.post(`tables/${id}/position`, { behind }),
    onSuccess: structureChanged,
  })
  const { up, down } = placesAround(tables ?? [], id)
  const go = useNavigate()
  const close = (): void => setAsked(null)
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('tableMenu', { name })}>
            <IconDots {...ICON} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/sheets/${id}/${cycleId}/fields`} leftSection={<IconColumns3 {...ICON} />}>
            {t('openFields')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => setAsked('copy')}>
            {t('copyTable')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTemplate {...ICON} />} onClick={() => setAsked('keep')}>
            {t('keepTable')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => setAsked('rename')}>
            {t('renameTable')}
          </Menu.Item>
          {tables !== undefined && (
            <>
              <Menu.Item
                leftSection={<IconArrowUp {...ICON} />}
                disabled={up === undefined}
                onClick={() => place.mutate(up ?? null)}
              >
                {t('moveUp')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowDown {...ICON} />}
                disabled={down === undefined}
                onClick={() => place.mutate(down ?? null)}
              >
                {t('moveDown')}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconArchive {...ICON} />} onClick={() => setAsked('retire')}>
            {t('retireTable')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'copy' && (
        <CopyDialog
          of={{ kind: 'table', id, name, projectId: module.project_id, moduleId: module.id, cycleId }}
          onClose={close}
        />
      )}
      {asked === 'keep' && (
        <KeepTemplateDialog
          tableId={id}
          fieldId={null}
          name={name}
          description={description}
          onKept={setKept}
          onClose={close}
        />
      )}
      {kept !== null && <KeptNotes kept={kept} onClose={() => setKept(null)} />}
      {asked === 'rename' && <RenameDialog path={`tables/${id}`} now={{ name, description }} onClose={close} />}
      {asked === 'retire' && (
        <RetireStructureDialog
          kind="table"
          one={table}
          onDone={() => void go(`/modules/${module.id}`)}
          onClose={close}
        />
      )}
    </>
  )
}
