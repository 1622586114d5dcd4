import { Button } from '@mantine/core'
import { IconAlertOctagon, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ApiProblem } from '../api/ApiProblem.ts'
import { EmptyState } from './EmptyState.tsx'

/**
 * A read that failed: what happened, that nothing was changed, and a way to try again; or, for what is not there or not
 * ours to read, the way back.
 */
export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const isProblem = error instanceof ApiProblem
  if (isProblem && (error.code === 'not-found' || error.code === 'forbidden')) {
    return (
      <EmptyState
        title={t('notFoundTitle')}
        actions={
          <Button component={Link} to="/dashboard">
            {t('toDashboard')}
          </Button>
        }
      >
        {t('notFoundText')}
      </EmptyState>
    )
  }
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
