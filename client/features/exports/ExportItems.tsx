import { Menu } from '@mantine/core'
import { IconBraces, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { type ExportChoice, type Exported, useExport } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'

const ICON = { size: 16, stroke: 1.6 } as const

/** The entries of a menu that save what is named as a file; `label` stands above them; absent, they say what is saved. */
export function ExportItems(props: { of: Exported; label?: string; say: (text: string) => void }) {
  const { of, label, say } = props
  const t = useExportWords()
  const { mutate } = useExport(of, say)
  const isArchive = of.tableId === null
  const item = (text: string, icon: React.ReactNode, choice: ExportChoice) => (
    <Menu.Item leftSection={icon} onClick={() => mutate(choice)}>
      {text}
    </Menu.Item>
  )
  return (
    <>
      <Menu.Label>{label ?? t(isArchive ? 'ofCycle' : 'ofTable')}</Menu.Label>
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
