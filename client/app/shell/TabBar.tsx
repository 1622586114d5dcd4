import { Menu, UnstyledButton } from '@mantine/core'
import { IconDots, IconHome2, IconTable } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink, useLocation, useNavigate } from 'react-router'
import { useAbility } from '#client/permissions/ability.tsx'
import { NAV_PLACES } from './places.ts'

const ICON = { size: 20, stroke: 1.6 }
const ITEM_ICON = { size: 16, stroke: 1.6 }

/** The places at the bottom of a phone: five fit, and the last of them holds what has no tab of its own. */
export function TabBar() {
  const { t } = useTranslation()
  const ability = useAbility()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const places = NAV_PLACES.filter(({ needs: [action, subject] }) => ability.can(action, subject))
  const others = places.filter(({ isTab }) => !isTab)
  const isAt = (to: string): boolean => pathname === to || pathname.startsWith(`${to}/`)
  return (
    <nav className="tabbar" aria-label={t('mainNavigation')}>
      <NavLink to="/dashboard">
        <IconHome2 {...ICON} />
        {t('dashboard')}
      </NavLink>
      <NavLink to="/modules">
        <IconTable {...ICON} />
        {t('modules')}
      </NavLink>
      {places
        .filter(({ isTab }) => isTab)
        .map(({ to, word, icon: PlaceIcon }) => (
          <NavLink key={to} to={to}>
            <PlaceIcon {...ICON} />
            {t(word)}
          </NavLink>
        ))}
      {others.length > 0 && (
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <UnstyledButton {...(others.some(({ to }) => isAt(to)) && { 'data-current': '' })}>
              <IconDots {...ICON} />
              {t('morePlaces')}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(({ to, word, icon: PlaceIcon }) => (
              <Menu.Item
                key={to}
                leftSection={<PlaceIcon {...ITEM_ICON} />}
                {...(isAt(to) && { 'aria-current': 'page' as const })}
                onClick={() => void navigate(to)}
              >
                {t(word)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </nav>
  )
}
