import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '#client/api/session.ts'
import { Logo } from '#client/components/Logo.tsx'
import { JobsMenu } from '#client/features/jobs/JobsMenu.tsx'
import { SearchButton } from '#client/features/search/SearchButton.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { CycleSwitch } from './CycleSwitch.tsx'
import { ProjectSwitch } from './ProjectSwitch.tsx'

/** Company / project / cycle as one path, and one's own account at the end. */
export function TopBar() {
  const { t } = useTranslation()
  const { tenant } = useMe()
  return (
    <header className="topbar">
      <Link className="brand" to="/dashboard" aria-label={t('home')}>
        <Logo />
      </Link>
      <nav className="crumbs" aria-label={t('workspace')}>
        <span className="crumb crumb-tenant crumb-still">{tenant.name}</span>
        <span className="slash" aria-hidden="true">
          /
        </span>
        <ProjectSwitch />
        <CycleSwitch />
      </nav>
      <div className="topbar-end">
        <SearchButton />
        <JobsMenu />
        <AccountMenu />
      </div>
    </header>
  )
}
