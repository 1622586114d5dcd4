import { useTranslation } from 'react-i18next'
import type { FactorReply } from '#shared/api/factors.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'

/** Factors as rows: what, where, by whom, per what unit, and where in the publication. */
export function FactorTable({ factors }: { factors: readonly FactorReply[] }) {
  const { t } = useTranslation('factors')
  return (
    <table className="tbl fac-table">
      <thead>
        <tr>
          <th>{t('factor')}</th>
          <th>{t('place')}</th>
          <th>{t('publisher')}</th>
          <th>{t('per')}</th>
          <th>{t('gwp')}</th>
          <th>{t('table')}</th>
        </tr>
      </thead>
      <tbody>
        {factors.map((factor) => (
          <tr key={factor.id}>
            <td>
              <span className="row">
                {(factor.scope === 1 || factor.scope === 2 || factor.scope === 3) && (
                  <ScopeMark scope={factor.scope} size={15} />
                )}
                <b className="fw5">{factor.name}</b>
              </span>
              <div className="cap ell fac-path">
                {factor.unusable_reason === null
                  ? factor.path.join(' › ')
                  : t('unusable', { reason: factor.unusable_reason })}
              </div>
            </td>
            <td className="dim">{factor.geography}</td>
            <td>
              {factor.factor_set.publisher} <span className="dim">{factor.factor_set.edition}</span>
            </td>
            <td className="dim">{factor.unit ?? '–'}</td>
            <td className="dim">{factor.gwp_basis ?? '–'}</td>
            <td className="dim">
              {factor.table} <span className="mono">{factor.row}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
