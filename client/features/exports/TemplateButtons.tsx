import { Button } from '@mantine/core'
import { IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { useTemplate } from './useExport.ts'
import { useExportWords } from './words/useExportWords.ts'

const ICON = { size: 16, stroke: 1.6 } as const

/** Saves an empty file of a table to fill in, and says so. */
export function TemplateButtons({ sheet }: { sheet: SheetReply }) {
  const t = useExportWords()
  const [said, say] = useState('')
  const { mutate } = useTemplate(sheet, say)
  return (
    <div className="row template-buttons">
      <Button variant="default" leftSection={<IconFileSpreadsheet {...ICON} />} onClick={() => mutate('xlsx')}>
        {t('templateXlsx')}
      </Button>
      <Button variant="default" leftSection={<IconFileTypeCsv {...ICON} />} onClick={() => mutate('csv')}>
        {t('templateCsv')}
      </Button>
      <span className="cap" role="status">
        {said}
      </span>
    </div>
  )
}
