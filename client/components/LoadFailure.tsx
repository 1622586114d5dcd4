import { Button } from '@mantine/core'
import { IconAlertOctagon, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api/ApiProblem.ts'
import { EmptyState } from './EmptyState.tsx'

/** A read that failed: what happened, that nothing was changed, and a way to try again. */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const isProblem = error instanceof ApiProblem
  return (
    <EmptyState
      isError
      icon={<IconAlertOctagon size={30} stroke={1.3} className="bad" />}
      title={isProblem && error.code === 'network' ? t('unreachableTitle') : t('failedTitle')}
      actions={
        <Button leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={onRetry}>
          {t('retry')}
        </Button>
      }
    >
      {isProblem && error.code !== 'network' ? `${error.message} ` : ''}
      {t('failedSafe')}
      {isProblem && error.requestId !== null && (
        <>
          {' '}
          <span className="mono">{error.requestId}</span>
        </>
      )}
    </EmptyState>
  )
}
