import { Menu } from '@mantine/core'
import { IconBraces, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { type ExportChoice, type Exported, useExport } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'

const ICON = { size: 16, stroke: 1.6 } as const

const WORDS = {
  table: { all: 'ofTable', xlsx: 'xlsx', people: 'csvForPeople', programs: 'csvForPrograms', json: 'json' },
  cycle: { all: 'ofCycle', xlsx: 'xlsx', people: 'zipForPeople', programs: 'zipForPrograms', json: 'json' },
  project: { all: 'ofProject', xlsx: 'xlsxEach', people: 'zipForPeople', programs: 'zipForPrograms', json: 'jsonEach' },
} as const

/** The entries of a menu that save what is named as a file; `label` stands above them; absent, they say what is saved. */
export function ExportItems(props: { of: Exported; label?: string; say: (text: string) => void }) {
  const { of, label, say } = props
  const t = useExportWords()
  const { mutate } = useExport(of, say)
  const { all, xlsx, people, programs, json } = WORDS[of.kind]
  const item = (text: string, icon: React.ReactNode, choice: ExportChoice) => (
    <Menu.Item leftSection={icon} onClick={() => mutate(choice)}>
      {text}
    </Menu.Item>
  )
  return (
    <>
      <Menu.Label>{label ?? t(all)}</Menu.Label>
      {item(t(xlsx), <IconFileSpreadsheet {...ICON} />, { format: 'xlsx', isForPeople: true })}
      {item(t(people), <IconFileTypeCsv {...ICON} />, { format: 'csv', isForPeople: true })}
      {item(t(programs), <IconFileTypeCsv {...ICON} />, { format: 'csv', isForPeople: false })}
      {item(t(json), <IconBraces {...ICON} />, { format: 'json', isForPeople: false })}
      {of.kind === 'table' && item(t('ndjson'), <IconBraces {...ICON} />, { format: 'ndjson', isForPeople: false })}
    </>
  )
}
