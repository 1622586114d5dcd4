import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { IconHome2, IconLayoutSidebarLeftCollapse } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useMatch, useNavigate } from 'react-router'
import type { ModuleReply } from '#shared/api/modules.ts'
import { emissionsQuery } from '#client/api/queries.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useAbility } from '#client/permissions/ability.tsx'
import { NAV_PLACES } from './places.ts'

const ICON = { size: 18, stroke: 1.6 }
const SCOPES = [1, 2, 3] as const
/** Below this share of complete rows a module says so in the navigation. */
const QUIET_FROM_PERCENT = 80

/** The way to every place: dashboard, modules under their scope, factors. Slim shows marks with menus. */
export function SideNav({ isSlim, onToggle }: { isSlim: boolean; onToggle: () => void }) {
  const { t } = useTranslation()
  const { modules, cycle } = usePlace()
  const ability = useAbility()
  const completeness = useCompleteness(cycle?.id ?? null)
  return (
    <nav className="nav" aria-label={t('mainNavigation')}>
      <div className="nav-scroll">
        <Item to="/dashboard" icon={<IconHome2 {...ICON} />} label={t('dashboard')} isSlim={isSlim} />
        <div className="nav-group">
          {SCOPES.map((scope) => {
            const own = modules.filter((module) => module.scope === scope)
            return own.length === 0 ? null : (
              <div key={scope}>
                <ScopeHead scope={scope} modules={own} />
                {own.map((module) => {
                  const percent = completeness.get(module.id)
                  return (
                    <NavLink
                      key={module.id}
                      className="nav-item nav-module"
                      to={`/modules/${module.id}`}
                      title={module.name}
                    >
                      <span className="nav-label" dir="auto">
                        {module.name}
                      </span>
                      {percent !== undefined && percent < QUIET_FROM_PERCENT && <small>{percent}%</small>}
                    </NavLink>
                  )
                })}
              </div>
            )
          })}
        </div>
        {NAV_PLACES.filter(({ needs: [action, subject] }) => ability.can(action, subject)).map(
          ({ to, word, icon: PlaceIcon }) => (
            <Item key={to} to={to} icon={<PlaceIcon {...ICON} />} label={t(word)} isSlim={isSlim} />
          ),
        )}
      </div>
      <UnstyledButton
        className="nav-item nav-foot"
        onClick={onToggle}
        aria-label={isSlim ? t('expandNavigation') : t('collapseNavigation')}
        aria-expanded={!isSlim}
      >
        <IconLayoutSidebarLeftCollapse {...ICON} className="flip" />
        <span className="nav-label">{t('collapse')}</span>
      </UnstyledButton>
    </nav>
  )
}

function Item({ to, icon, label, isSlim }: { to: string; icon: ReactNode; label: string; isSlim: boolean }) {
  return (
    <Tooltip label={label} position="right" disabled={!isSlim}>
      <NavLink className="nav-item" to={to} aria-label={label}>
        {icon}
        <span className="nav-label">{label}</span>
      </NavLink>
    </Tooltip>
  )
}

/** A heading in the wide navigation; in the slim one, where modules have no room, the door to them. */
function ScopeHead({ scope, modules }: { scope: 1 | 2 | 3; modules: readonly ModuleReply[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const current = useMatch('/modules/:id')?.params.id
  return (
    <>
      <div className="nav-head">
        <ScopeMark scope={scope} />
        <span className="nav-label">
          {t('scope', { scope })}
          <em>{t(`scopeName.s${scope}`)}</em>
        </span>
      </div>
      <Menu position="right-start" offset={4}>
        <Menu.Target>
          <UnstyledButton
            className="nav-head nav-head-slim"
            aria-label={`${t('scope', { scope })}: ${t('modules')}`}
            data-current={modules.some((module) => module.id === current) || undefined}
          >
            <ScopeMark scope={scope} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {t('scope', { scope })} · {t(`scopeName.s${scope}`)}
          </Menu.Label>
          {modules.map((module) => (
            <Menu.Item key={module.id} onClick={() => void navigate(`/modules/${module.id}`)}>
              {module.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** Percent of complete rows by module, as far as the totals are known. */
function useCompleteness(cycleId: string | null): ReadonlyMap<string, number> {
  const { data } = useQuery({ ...emissionsQuery(cycleId ?? ''), enabled: cycleId !== null })
  return new Map(
    (data?.by_module ?? [])
      .filter((module) => module.rows > 0)
      .map((module) => [module.module_id, Math.floor((1 - module.incomplete_rows / module.rows) * 100)]),
  )
}
