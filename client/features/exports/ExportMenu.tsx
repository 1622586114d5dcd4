import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { ExportItems } from './ExportItems.tsx'
import { exportedSheet, type ShownView, useTemplate } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'
import './exports.css'

const ICON = { size: 16, stroke: 1.6 } as const

/**
 * The tool of a sheet that saves it as a file, or what a view shows of it, or, for who may write in it, an empty one to fill
 * in. `view` null: it shows the sheet as it stands.
 */
export function ExportMenu(props: {
  sheet: SheetReply
  view: ShownView | null
  canWrite: boolean
  say: (text: string) => void
}) {
  const { sheet, view, canWrite, say } = props
  const t = useExportWords()
  const [wantsWhole, setWantsWhole] = useState(false)
  const shown = wantsWhole ? null : view
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
        {view !== null && <ExtentItems isWhole={wantsWhole} onChoose={setWantsWhole} />}
        <ExportItems
          of={exportedSheet(sheet, shown, t('viewName'))}
          {...(view !== null && { label: t('saveAs') })}
          say={say}
        />
        <Menu.Divider />
        <p className="cap export-note">{t(shown === null ? 'whole' : 'shown')}</p>
        {canWrite && <TemplateItems sheet={sheet} say={say} />}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What the file is to hold; the menu stays open, since a format is chosen next. */
function ExtentItems({ isWhole, onChoose }: { isWhole: boolean; onChoose: (isWhole: boolean) => void }) {
  const t = useExportWords()
  return (
    <Menu.RadioGroup value={isWhole ? 'whole' : 'view'} onChange={(value) => onChoose(value === 'whole')}>
      <Menu.Label>{t('extent')}</Menu.Label>
      <Menu.RadioItem value="view">{t('ofView')}</Menu.RadioItem>
      <Menu.RadioItem value="whole">{t('ofTable')}</Menu.RadioItem>
      <Menu.Divider />
    </Menu.RadioGroup>
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
