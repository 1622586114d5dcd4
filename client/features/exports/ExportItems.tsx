import { Menu } from '@mantine/core'
import { IconBraces, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { type ExportChoice, type Exported, useExport } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'

const ICON = { size: 16, stroke: 1.6 } as const

/** The entries of a menu that save what is named as a file. */
export function ExportItems({ of, say }: { of: Exported; say: (text: string) => void }) {
  const t = useExportWords()
  const { mutate } = useExport(of, say)
  const isArchive = of.tableId === null
  const item = (label: string, icon: React.ReactNode, choice: ExportChoice) => (
    <Menu.Item leftSection={icon} onClick={() => mutate(choice)}>
      {label}
    </Menu.Item>
  )
  return (
    <>
      <Menu.Label>{isArchive ? t('ofCycle') : t('ofTable')}</Menu.Label>
      {item(t('xlsx'), <IconFileSpreadsheet {...ICON} />, { format: 'xlsx', isForPeople: true })}
      {item(t(isArchive ? 'zipForPeople' : 'csvForPeople'), <IconFileTypeCsv {...ICON} />, {
        format: 'csv',
        isForPeople: true,
      })}
      {item(t(isArchive ? 'zipForPrograms' : 'csvForPrograms'), <IconFileTypeCsv {...ICON} />, {
        format: 'csv',
        isForPeople: false,
      })}
      {item(t('json'), <IconBraces {...ICON} />, { format: 'json', isForPeople: false })}
      {!isArchive && item(t('ndjson'), <IconBraces {...ICON} />, { format: 'ndjson', isForPeople: false })}
    </>
  )
}
