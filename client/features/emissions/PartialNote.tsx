import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { pct, tonnes } from '#client/theme/format.ts'
import './emissions.css'
import { gasFormula } from './gasFormula.ts'
import { linkToRows, type RowFilter } from './rowLinks.ts'

/**
 * What of a total is of rows that do not know every gas, so that the total is too low by what these gases are. Opens the
 * rows. Nothing when all of them are known.
 */
export function PartialNote({ emissions, filter = {} }: { emissions: CycleEmissions; filter?: RowFilter }) {
  const { t } = useTranslation('dashboard')
  const { co2e_kg: totalKg, partial_kg: kg, partial_rows: rows } = emissions.total
  if (rows === 0) {
    return null
  }
  const gases = [...new Set(emissions.partial.flatMap((one) => one.gases))].toSorted().map(gasFormula).join(', ')
  const name = t('partial', { gases })
  return (
    <div className="beside-total" data-testid="partial">
      <div className="cap">{name}</div>
      <div>
        <NumLink
          to={linkToRows(emissions, { ...filter, part: 'partial' })}
          label={t('show', { name: `${name}: ${tonnes(kg / 1000)} tCO₂e` })}
        >
          {tonnes(kg / 1000)}
        </NumLink>{' '}
        <Unit />
        <span className="cap">
          {' · '}
          {t('partialRows', { count: rows })}
          {totalKg !== null && totalKg > 0 && (
            <>
              {' · '}
              {t('gwpShare', { share: pct((kg / totalKg) * 100, 1) })}
            </>
          )}
        </span>
      </div>
      <p className="cap">{t('partialNote')}</p>
    </div>
  )
}
