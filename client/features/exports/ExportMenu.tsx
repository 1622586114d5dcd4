import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { ExportItems } from './ExportItems.tsx'
import { exportedSheet, useTemplate } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'
import './exports.css'

const ICON = { size: 16, stroke: 1.6 } as const

/** The tool of a sheet that saves it as a file, or, for who may write in it, as an empty one to fill in. */
export function ExportMenu(props: { sheet: SheetReply; canWrite: boolean; say: (text: string) => void }) {
  const { sheet, canWrite, say } = props
  const t = useExportWords()
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Tooltip label={t('menu')}>
          <ActionIcon className="tool-icon hide-s" aria-label={t('menu')}>
            <IconDownload size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems of={exportedSheet(sheet)} say={say} />
        <Menu.Divider />
        <p className="cap export-note">{t('whole')}</p>
        {canWrite && <TemplateItems sheet={sheet} say={say} />}
      </Menu.Dropdown>
    </Menu>
  )
}

function TemplateItems({ sheet, say }: { sheet: SheetReply; say: (text: string) => void }) {
  const t = useExportWords()
  const { mutate } = useTemplate(sheet, say)
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('template')}</Menu.Label>
      <Menu.Item leftSection={<IconFileSpreadsheet {...ICON} />} onClick={() => mutate('xlsx')}>
        {t('templateXlsx')}
      </Menu.Item>
      <Menu.Item leftSection={<IconFileTypeCsv {...ICON} />} onClick={() => mutate('csv')}>
        {t('templateCsv')}
      </Menu.Item>
    </>
  )
}
