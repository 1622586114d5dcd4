import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { ShareBars } from '#client/features/emissions/ShareBars.tsx'
import { tonnes } from '#client/theme/format.ts'

/** Sites of one module, largest first. */
export function ModuleSites({ module, figures }: { module: ModuleReply; figures: CycleEmissions }) {
  const { t } = useTranslation('module')
  const sites = figures.by_site.toSorted((a, b) => (b.co2e_kg ?? -1) - (a.co2e_kg ?? -1))
  return (
    <Panel title={t('site')} aside={<Unit />}>
      <ShareBars
        shares={sites.map((site) => {
          const name = site.site === null ? t('noSite') : (site.name ?? site.site)
          return {
            key: site.site ?? '',
            label: name,
            description: `${name}: ${tonnes(site.co2e_t)} tCO₂e`,
            amountT: site.co2e_t,
            parts: [{ amountT: site.co2e_t ?? 0, colour: `var(--scope-${module.scope}-fill)` }],
            to: site.site === null ? null : linkToRows(figures, { module_id: module.id, site: site.site }),
          }
        })}
      />
    </Panel>
  )
}
