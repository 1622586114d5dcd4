import { Button } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import type { ClipboardEvent, DragEvent } from 'react'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { pastedBlock } from '#client/grid/clipboard/clipboardBlock.ts'
import type { GridEvent } from '#client/grid/GridGestures.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { PasteDialogs } from '#client/grid/paste/runPaste.ts'
import { useBringFile } from '#client/features/imports/useBringFile.ts'
import type { GestureRunner } from '#client/grid/running/GestureRunner.ts'
import type { SheetSession } from '#client/sync/SheetSession.ts'
import { pasteIntoEmpty } from './emptySheet.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** Says what to do, and takes a paste. */
export function EmptySheet(props: {
  session: SheetSession
  runner: GestureRunner
  model: SheetModel
  canAddRows: boolean
  onAddRow: () => void
  /** The sheet of an earlier moment is shown. */
  isPast: boolean
  t: SheetTranslate
  pasteDialogs: PasteDialogs
  tell: (event: GridEvent) => void
}) {
  const { session, model, runner, canAddRows, isPast, t } = props
  const onPaste = (event: ClipboardEvent): void => {
    event.preventDefault()
    pasteIntoEmpty({ session, model, runner }, pastedBlock(event.clipboardData), props.pasteDialogs, props.tell)
  }
  const bring = useBringFile(session.description)
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    bring?.([...event.dataTransfer.files])
  }
  return (
    <div
      className="sheet-empty"
      data-testid="sheet"
      tabIndex={0}
      onPaste={canAddRows ? onPaste : undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <EmptyState
        icon={<IconTable size={30} stroke={1.3} className="dim" />}
        title={t('emptyTitle')}
        actions={canAddRows ? <Button onClick={props.onAddRow}>{t('addRow')}</Button> : undefined}
      >
        {t(isPast ? 'pastEmpty' : canAddRows ? 'emptyText' : 'emptyReadOnly')}
      </EmptyState>
    </div>
  )
}
