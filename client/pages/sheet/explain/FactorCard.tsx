import { useQuery } from '@tanstack/react-query'
import { countedTwice } from '#shared/emissions/countedTwice.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { factorQuery } from './explainQueries.ts'

const HOLDS = { well_to_tank: 'explainHoldsWellToTank', waste_transport: 'explainHoldsWasteTransport' } as const

/** Where a factor comes from, and what it holds that is easily counted a second time. */
export function FactorCard({ factor, link, t }: { factor: EmissionFactor; link: string | null; t: SheetTranslate }) {
  const { data } = useQuery(factorQuery(factor.id))
  const boundary = data?.published['boundary']
  const holds = typeof boundary === 'string' ? countedTwice(boundary) : null
  return (
    <>
      <h3>{t('factor')}</h3>
      <div className="card">
        <b>{factor.name}</b>
        <dl className="kv tight">
          <dt>{t('publisher')}</dt>
          <dd>
            {factor.publisher}, {factor.dataset} {factor.edition}
          </dd>
          <dt>{t('table')}</dt>
          <dd>
            {factor.table}, {factor.row}
          </dd>
          <dt>{t('valid')}</dt>
          <dd>
            {factor.year}, {factor.geography}
          </dd>
          <dt>{t('id')}</dt>
          <dd className="mono ell">{factor.id}</dd>
          {link !== null && (
            <>
              <dt>{t('explainSource')}</dt>
              <dd>
                <a className="link" href={link} target="_blank" rel="noreferrer">
                  {t('explainOpenSource')}
                </a>
              </dd>
            </>
          )}
        </dl>
        {factor.lacks !== undefined && (
          <p className="cap">{t('partialFactor', { gases: factor.lacks.map(gasFormula).join(', ') })}</p>
        )}
        {holds !== null && <p className="cap">{t(HOLDS[holds])}</p>}
      </div>
    </>
  )
}
