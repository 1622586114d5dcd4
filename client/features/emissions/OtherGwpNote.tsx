import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { pct, tonnes } from '#client/theme/format.ts'
import './emissions.css'
import { linkToRows, type RowFilter } from './rowLinks.ts'

/**
 * What of a total rests on another GWP set than the cycle's, and what that means. Each amount opens its rows. Nothing
 * when the total is of one set.
 */
export function OtherGwpNote({ emissions, filter = {} }: { emissions: CycleEmissions; filter?: RowFilter }) {
  const { t } = useTranslation('dashboard')
  const totalKg = emissions.total.co2e_kg ?? 0
  if (emissions.other_gwp.length === 0) {
    return null
  }
  return (
    <div className="beside-total" data-testid="other-gwp">
      {emissions.other_gwp.map(({ gwp_set: set, co2e_kg: kg }) => {
        const name = set === null ? t('gwpUnstated') : t('gwpInstead', { set, own: emissions.gwp_set })
        return (
          <div key={set ?? ''}>
            <div className="cap">{name}</div>
            <NumLink
              to={linkToRows(emissions, { ...filter, part: `gwp:${set ?? 'unstated'}` })}
              label={t('show', { name: `${name}: ${tonnes(kg / 1000)} tCO₂e` })}
            >
              {tonnes(kg / 1000)}
            </NumLink>{' '}
            <Unit />
            {totalKg > 0 && (
              <span className="cap">
                {' · '}
                {t('gwpShare', { share: pct((kg / totalKg) * 100, 1) })}
              </span>
            )}
          </div>
        )
      })}
      <p className="cap">{t('gwpMixedNote')}</p>
    </div>
  )
}
