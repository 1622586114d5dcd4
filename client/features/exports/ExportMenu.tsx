import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { ExportItems } from './ExportItems.tsx'
import type { Exported } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'
import './exports.css'

/** The tool of a sheet that saves it as a file. */
export function ExportMenu({ of, say }: { of: Exported; say: (text: string) => void }) {
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
        <ExportItems of={of} say={say} />
        <Menu.Divider />
        <p className="cap export-note">{t('whole')}</p>
      </Menu.Dropdown>
    </Menu>
  )
}
