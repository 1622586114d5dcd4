import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import './emissions.css'

/** By which approach the sites in a total count, and how many of them nobody has stated. Nothing without an approach. */
export function ConsolidationNote({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const { consolidation, not_stated: notStated, cycle_id: cycleId } = emissions
  return consolidation === null ? null : (
    <div className="beside-total cap" data-testid="consolidation">
      <Link className="link" to={`/boundary?cycle=${cycleId}`}>
        {t(`consolidatedBy.${consolidation}`)}
      </Link>
      {notStated.length > 0 && <span>{t('sitesNotStated', { count: notStated.length })}</span>}
    </div>
  )
}
