import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { isoName } from '#client/features/structure/isoName.ts'
import { pct, tonnes } from '#client/theme/format.ts'

/** The total by the categories of ISO 14064-1, each with its modules. What one module holds opens its rows. */
export function IsoCategories({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('structure')
  const { t: dashboard } = useTranslation('dashboard')
  const totalKg = emissions.total.co2e_kg ?? 0
  return (
    <div className="iso" data-testid="iso-categories">
      {emissions.by_iso_category.map(({ iso_category: category, co2e_kg: kg, co2e_t: amountT, biogenic_co2_kg }) => {
        const modules = emissions.by_module.filter(({ iso_category: code }) => code.startsWith(String(category)))
        const [only, ...others] = modules
        const name = isoName(`${category}`, t)
        return (
          <div key={category} className="iso-row">
            <div className="iso-name">
              <b>{name}</b>
              <span className="cap">
                {modules.length === 0 ? dashboard('isoEmpty') : modules.map((module) => module.name).join(', ')}
                {biogenic_co2_kg !== null && (
                  <>
                    {' · '}
                    {dashboard('isoBiogenic', { amount: tonnes(biogenic_co2_kg / 1000) })}
                  </>
                )}
              </span>
            </div>
            <span className="cap">{totalKg > 0 && kg !== null && <bdi>{pct((kg / totalKg) * 100, 0)}</bdi>}</span>
            {only === undefined || others.length > 0 ? (
              <span>
                <bdi>{tonnes(amountT)}</bdi>
              </span>
            ) : (
              <NumLink
                to={linkToRows(emissions, { module_id: only.module_id })}
                label={`${name}: ${tonnes(amountT)} tCO₂e`}
              >
                {tonnes(amountT)}
              </NumLink>
            )}
          </div>
        )
      })}
    </div>
  )
}
