import { Button } from '@mantine/core'
import { IconAlertOctagon, IconCopy, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useRouteError } from 'react-router'
import { ApiProblem } from '../api/ApiProblem.ts'
import { EmptyState } from '../components/EmptyState.tsx'
import { errorCode } from './errorCode.ts'

/** What a broken page shows instead of itself: what broke, what is safe, what to do. */
export function RouteError() {
  const error = useRouteError()
  const location = useLocation()
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState(false)
  const code = errorCode(error)
  const isMissingPart = error instanceof TypeError && /import|module/i.test(error.message)

  const copyDetails = async (): Promise<void> => {
    await navigator.clipboard.writeText(detailsOf(error, code, location.pathname))
    setCopied(true)
  }
  return (
    <div className="whole-page">
      <EmptyState
        isError
        icon={<IconAlertOctagon size={30} stroke={1.3} className="bad" />}
        title={isMissingPart ? t('newVersionTitle') : t('brokenTitle')}
        actions={
          <>
            <Button leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={() => window.location.reload()}>
              {t('reload')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconCopy size={15} stroke={1.6} />}
              onClick={() => void copyDetails()}
            >
              {isCopied ? t('copied') : `${t('copyDetails')} ${code}`}
            </Button>
          </>
        }
      >
        {isMissingPart ? t('newVersionText') : t('brokenText')}
      </EmptyState>
    </div>
  )
}

function detailsOf(error: unknown, code: string, path: string): string {
  const lines = [`Carbonsheet error ${code}`, `at ${path}, ${new Date().toISOString()}`]
  if (error instanceof ApiProblem && error.requestId !== null) {
    lines.push(`request ${error.requestId}`)
  }
  lines.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return lines.join('\n')
}
