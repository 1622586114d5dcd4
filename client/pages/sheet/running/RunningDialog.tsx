import { Button, Modal, Progress } from '@mantine/core'
import { useEffect, useSyncExternalStore } from 'react'
import { formatNumber } from '#shared/cells/formatCell.ts'
import type { GestureRunner } from '#client/grid/running/GestureRunner.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import './running.css'

/** How far a gesture over very many cells is, and a way to cancel it; nothing while none takes long. */
export function RunningDialog({
  runner,
  t,
  onClose,
}: {
  runner: GestureRunner
  t: SheetTranslate
  onClose: () => void
}) {
  const progress = useSyncExternalStore(runner.subscribe, runner.progress)
  const percent = Math.floor(100 * (progress?.done ?? 1))
  const isCancelled = progress?.isCancelled === true
  const isShown = progress !== null
  useEffect(() => {
    if (isShown) {
      return onClose // the next key goes to the sheet
    }
    return undefined
  }, [isShown, onClose])
  return (
    <Modal
      opened={isShown}
      onClose={() => runner.cancel()}
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      withCloseButton={false}
      closeOnClickOutside={false}
      size={420}
      title={t('runningTitle')}
      data-testid="running"
    >
      <div className="stack">
        <Progress.Root size="lg">
          <Progress.Section
            value={percent}
            animated={isCancelled}
            aria-label={t('runningTitle')}
            aria-valuetext={`${formatNumber(percent)} %`}
          />
        </Progress.Root>
        <p role="status">{isCancelled ? t('runningBack') : t('runningText', { percent: formatNumber(percent) })}</p>
        <div className="row dialog-actions">
          <Button variant="default" data-autofocus disabled={isCancelled} onClick={() => runner.cancel()}>
            {t('pasteCancel')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
