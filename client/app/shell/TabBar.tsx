import { IconBook2, IconCalendarStats, IconHome2, IconTable, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useAbility } from '#client/permissions/ability.tsx'

const ICON = { size: 20, stroke: 1.6 }

/** The places at the bottom of a phone. */
export function TabBar() {
  const { t } = useTranslation()
  const ability = useAbility()
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
      {ability.can('read', 'Factor') && (
        <NavLink to="/factors">
          <IconBook2 {...ICON} />
          {t('factors')}
        </NavLink>
      )}
      {ability.can('read', 'Cycle') && (
        <NavLink to="/cycles">
          <IconCalendarStats {...ICON} />
          {t('cycles')}
        </NavLink>
      )}
      {ability.can('manage', 'User') && (
        <NavLink to="/admin/people">
          <IconUsers {...ICON} />
          {t('people')}
        </NavLink>
      )}
    </nav>
  )
}
