import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { tonnes } from '#client/theme/format.ts'
import './emissions.css'
import { linkToRows, type RowFilter } from './rowLinks.ts'

/** Gases that are no part of an inventory (CFC, HCFC), beside a total and never in it. Nothing when no row has any. */
export function MemoNote({ emissions, filter = {} }: { emissions: CycleEmissions; filter?: RowFilter }) {
  const { t } = useTranslation('dashboard')
  if (emissions.memo === null) {
    return null
  }
  const amount = tonnes(emissions.memo.co2e_kg / 1000)
  return (
    <div className="beside-total" data-testid="memo">
      <div className="cap">
        {t('memo')}, {t('biogenicNote')}
      </div>
      <div>
        <NumLink
          to={linkToRows(emissions, { ...filter, part: 'memo' })}
          label={t('show', { name: `${t('memo')}: ${amount} tCO₂e` })}
        >
          {amount}
        </NumLink>{' '}
        <Unit />
      </div>
    </div>
  )
}
