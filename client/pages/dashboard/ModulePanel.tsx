import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { ShareBars } from '#client/features/emissions/ShareBars.tsx'
import { tonnes } from '#client/theme/format.ts'

/** Modules, largest first, in the colour of their scope. */
export function ModulePanel({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const modules = emissions.by_module.toSorted((a, b) => (b.co2e_kg ?? -1) - (a.co2e_kg ?? -1))
  return (
    <Panel className="d-module" title={t('byModule')} aside={<Unit />}>
      <ShareBars
        hasMarks
        shares={modules.map((module) => ({
          key: module.module_id,
          label: <Link to={`/modules/${module.module_id}`}>{module.name}</Link>,
          description: `${module.name}: ${tonnes(module.co2e_t)} tCO₂e`,
          amountT: module.co2e_t,
          parts: [{ amountT: module.co2e_t ?? 0, colour: `var(--scope-${module.scope}-fill)` }],
          to:
            module.rows === 0 ? `/modules/${module.module_id}` : linkToRows(emissions, { module_id: module.module_id }),
          mark: <ScopeMark scope={module.scope} size={14} />,
        }))}
      />
    </Panel>
  )
}
