import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { ShareBars } from '#client/features/emissions/ShareBars.tsx'
import { pct, tonnes } from '#client/theme/format.ts'

/** Sites, largest first, split by scope. */
export function SitePanel({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const sites = emissions.by_site.toSorted((a, b) => (b.co2e_kg ?? -1) - (a.co2e_kg ?? -1))
  return (
    <Panel className="d-site" title={t('bySite')} aside={<Unit />}>
      <ShareBars
        shares={sites.map((site) => {
          const name = site.site === null ? t('noSite') : (site.name ?? site.site)
          return {
            key: site.site ?? '',
            label: site.share === 1 ? name : `${name} · ${pct(site.share * 100, 1)}`,
            description: `${name}: ${tonnes(site.co2e_t)} tCO₂e`,
            amountT: site.co2e_t,
            parts: site.by_scope.map(({ scope, co2e_kg }) => ({
              amountT: (co2e_kg ?? 0) / 1000,
              colour: `var(--scope-${scope}-fill)`,
            })),
            to: site.site === null ? null : linkToRows(emissions, { site: site.site }),
          }
        })}
      />
    </Panel>
  )
}
