import { Button } from '@mantine/core'
import { IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { resumeSession, useSession } from '../api/session.ts'
import { EmptyState } from '../components/EmptyState.tsx'
import { PlaceProvider } from '../features/place/PlaceContext.tsx'
import { AbilityProvider } from '../permissions/ability.tsx'
import { ShellSkeleton } from './shell/ShellSkeleton.tsx'

/** Lets signed-in people through, and sends others to sign in and back to where they were. */
export function SessionGuard({ children }: { children: ReactNode }) {
  const session = useSession()
  const location = useLocation()
  switch (session.status) {
    case 'unknown':
      return <ShellSkeleton />
    case 'unreachable':
      return <Unreachable />
    case 'signed-out': {
      const from = session.reason === 'by-choice' ? null : location.pathname + location.search
      return <Navigate to="/login" replace state={{ from }} />
    }
    case 'signed-in':
      return (
        <AbilityProvider>
          <PlaceProvider>{children}</PlaceProvider>
        </AbilityProvider>
      )
  }
}

const RETRY_AFTER_MS = 5000

/** Nobody knows who is signed in. Tries again by itself, so that coming back online is enough. */
function Unreachable() {
  const { t } = useTranslation()
  useEffect(() => {
    const retry = (): void => void resumeSession()
    const timer = setInterval(retry, RETRY_AFTER_MS)
    window.addEventListener('online', retry)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', retry)
    }
  }, [])
  return (
    <main className="whole-page">
      <EmptyState
        isError
        icon={<IconCloudOff size={30} stroke={1.3} />}
        title={t('unreachableTitle')}
        actions={
          <Button leftSection={<IconRefresh size={15} stroke={1.6} />} onClick={() => void resumeSession()}>
            {t('retry')}
          </Button>
        }
      >
        {t('unreachableText')}
      </EmptyState>
    </main>
  )
}
