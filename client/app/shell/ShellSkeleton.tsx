import { useTranslation } from 'react-i18next'
import { Logo } from '#client/components/Logo.tsx'

/** The frame while nobody knows yet who is signed in: the same lines in the same places. */
export function ShellSkeleton() {
  const { t } = useTranslation()
  return (
    <div className="shell shell-slim" role="status" aria-busy="true" aria-label={t('loading')}>
      <header className="topbar">
        <span className="brand">
          <Logo />
        </span>
      </header>
      <div className="nav" />
      <main className="main" />
    </div>
  )
}
