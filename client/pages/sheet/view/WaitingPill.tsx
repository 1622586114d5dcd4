import { Button, Loader } from '@mantine/core'
import { useEffect } from 'react'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { Waiting } from './useRowView.ts'

/** Says that rows are being put in order, and lets a person have the order before: by the button, or with Escape. */
export function WaitingPill({ waiting, t }: { waiting: Waiting | null; t: SheetTranslate }) {
  const cancel = waiting?.cancel
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        cancel?.()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [cancel])
  return waiting === null ? null : (
    <div className="following" role="status" data-testid="arranging">
      <Loader size={14} aria-hidden="true" />
      <span>{t('arranging')}</span>
      <Button size="compact-xs" variant="default" onClick={cancel}>
        {t('arrangingCancel')}
      </Button>
    </div>
  )
}
