import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet, useMatch } from 'react-router'
import { SideNav } from './SideNav.tsx'
import { TabBar } from './TabBar.tsx'
import { TopBar } from './TopBar.tsx'

/** The frame of every signed-in page: top bar, navigation, page. On wide pages the navigation is slim unless chosen otherwise. */
export function Shell() {
  const { t } = useTranslation()
  const sheet = useMatch('/sheets/:tableId/:cycleId')
  const factors = useMatch('/factors')
  const [isSlim, toggleSlim] = useSlimNavigation(sheet !== null || factors !== null)
  return (
    <div className={isSlim ? 'shell shell-slim' : 'shell'}>
      <a className="skip" href="#main">
        {t('skipToContent')}
      </a>
      <TopBar />
      <SideNav isSlim={isSlim} onToggle={toggleSlim} />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <TabBar />
    </div>
  )
}

/** Remembered apart for sheets and the library, where width is worth more. */
function useSlimNavigation(isWide: boolean): [boolean, () => void] {
  const key = isWide ? 'carbonsheet.navigation.sheet' : 'carbonsheet.navigation'
  const [, setVersion] = useState(0)
  const isSlim = (localStorage.getItem(key) ?? (isWide ? 'slim' : 'wide')) === 'slim'
  const toggle = (): void => {
    localStorage.setItem(key, isSlim ? 'wide' : 'slim')
    setVersion((version) => version + 1)
  }
  return [isSlim, toggle]
}
