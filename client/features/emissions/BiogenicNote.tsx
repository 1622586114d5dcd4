import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { tonnes } from '#client/theme/format.ts'
import './emissions.css'
import { linkToRows, type RowFilter } from './rowLinks.ts'

/** Biogenic CO2, beside a total and never in it. Nothing when no row has any. */
export function BiogenicNote({ emissions, filter = {} }: { emissions: CycleEmissions; filter?: RowFilter }) {
  const { t } = useTranslation('dashboard')
  const biogenicKg = emissions.total.biogenic_co2_kg
  if (biogenicKg === null) {
    return null
  }
  return (
    <div className="beside-total" data-testid="biogenic">
      <div className="cap">
        {t('biogenic')}, {t('biogenicNote')}
      </div>
      <div>
        <NumLink
          to={linkToRows(emissions, { ...filter, part: 'biogenicCO2' })}
          label={t('show', { name: `${t('biogenic')}: ${tonnes(biogenicKg / 1000)} tCO₂` })}
        >
          {tonnes(biogenicKg / 1000)}
        </NumLink>{' '}
        <Unit>tCO₂</Unit>
      </div>
    </div>
  )
}
