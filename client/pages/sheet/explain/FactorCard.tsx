import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Where a factor comes from. */
export function FactorCard({ factor, link, t }: { factor: EmissionFactor; link: string | null; t: SheetTranslate }) {
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
      </div>
    </>
  )
}
