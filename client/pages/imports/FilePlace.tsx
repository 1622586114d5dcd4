import { Button, FileButton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { type DragEvent, useEffect, useEffectEvent, useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { TemplateButtons } from '#client/features/exports/TemplateButtons.tsx'
import { takeHandedFiles } from '#client/features/imports/handedFile.ts'
import { ProgressLine } from './ProgressLine.tsx'
import { useSendImport } from './useSendImport.ts'
import { useImportWords } from './words/useImportWords.ts'

const TAKEN = '.csv,.tsv,.txt,.xlsx,.xlsm,.json,.ndjson,.jsonl'

/** A file is dropped or chosen, and sent; or why none can be. */
export function FilePlace({ sheet }: { sheet: SheetReply }) {
  const t = useImportWords()
  const { send, cancel, sending, reasons, refuse } = useSendImport(sheet)
  const [isOver, setOver] = useState(false)
  const take = ([file, ...others]: readonly File[]): void => {
    if (others.length > 0) {
      refuse(t('onlyOne'))
    } else if (file !== undefined && sending === null) {
      send(file)
    }
  }
  const sendHanded = useEffectEvent(() => {
    take(takeHandedFiles())
  })
  useEffect(() => sendHanded(), [])
  if (!sheet.can_write) {
    return <p className="note note-info">{t(sheet.locked ? 'locked' : 'mayNot')}</p>
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take([...event.dataTransfer.files])
  }
  return (
    <>
      <div
        className="imports-drop"
        data-over={isOver || undefined}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileImport size={30} stroke={1.3} />
        {sending === null ? (
          <>
            <div>
              <p className="fw5">{t('drop')}</p>
              <p className="cap">{t('dropText')}</p>
            </div>
            <FileButton accept={TAKEN} onChange={(file) => file !== null && send(file)}>
              {(props) => <Button {...props}>{t('choose')}</Button>}
            </FileButton>
          </>
        ) : (
          <>
            <ProgressLine label={t('sending', { name: sending.name })} part={sending.part} />
            <Button variant="default" onClick={cancel}>
              {t('cancel')}
            </Button>
          </>
        )}
      </div>
      {reasons.length > 0 && (
        <div className="note note-bad" role="alert">
          <div>
            {reasons.map((reason) => (
              <p key={reason}>{reason}</p>
            ))}
          </div>
        </div>
      )}
      <div className="imports-template">
        <p className="cap">{t('template')}</p>
        <TemplateButtons sheet={sheet} />
      </div>
    </>
  )
}
