import { usePageTitle } from '#client/components/usePageTitle.ts'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EmptyState } from '#client/components/EmptyState.tsx'

/** For addresses that lead nowhere, and for what one may not know about. */
export function NotFoundPage() {
  const { t } = useTranslation()
  usePageTitle(t('notFoundTitle'))
  return (
    <div className="whole-page">
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
    </div>
  )
}
