import { useTranslation } from 'react-i18next'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import type { FactorReply } from '#shared/api/factors.ts'
import type { ReactNode } from 'react'
import { Unit } from '#client/components/Unit.tsx'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import { num } from '#client/theme/format.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
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
          <th className="r">{t('amount')}</th>
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
                <b className="fw5">
                  <bdi>{factor.name}</bdi>
                </b>
              </span>
              <div className="cap ell fac-path" dir="auto">
                {factor.unusable_reason === null
                  ? factor.path.join(' › ')
                  : t('unusable', { reason: factor.unusable_reason })}
              </div>
            </td>
            <td className="dim">{factor.geography}</td>
            <td title={`${factor.factor_set.publisher}, ${factor.factor_set.title}, ${factor.factor_set.edition}`}>
              {shortPublisher(factor.factor_set.publisher)} <span className="dim">{factor.year}</span>
            </td>
            <td className="r">
              {factor.normalised === null ? '–' : massesOf(factor.normalised)}
              {factor.normalised !== null && factor.normalised.biogenicCo2Kg !== null && (
                <div className="cap">
                  <bdi>{published(factor.normalised.biogenicCo2Kg)}</bdi> {t('biogenic')}
                </div>
              )}
            </td>
            <td className="dim">{factor.unit ?? '–'}</td>
            <td className="dim">
              <span className="ell block fac-gwp" dir="auto" title={factor.gwp_basis ?? undefined}>
                {factor.gwp_basis ?? '–'}
              </span>
            </td>
            <td className="dim">
              <span className="ell block fac-source" dir="auto" title={`${factor.table} ${factor.row}`}>
                {factor.table} <span className="mono">{factor.row}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const MOST_DIGITS = 6

/** "0.182 59 CO₂ + CH₄ + N₂O" in kilograms; what is published as CO2e only is shown as such. Nothing when all of it is biogenic. */
function massesOf({ gasesKg, co2eOnlyKg }: EmissionFactor): ReactNode {
  const gases = Object.entries(gasesKg)
  const [first] = gases
  if (first === undefined) {
    return co2eOnlyKg === null ? null : (
      <>
        <bdi>{published(co2eOnlyKg)}</bdi> <Unit>CO₂e</Unit>
      </>
    )
  }
  const others = gases.slice(1).map(([gas]) => gasFormula(gas))
  return (
    <>
      <bdi>{published(first[1])}</bdi> <Unit>{[gasFormula(first[0]), ...others].join(' + ')}</Unit>
    </>
  )
}

/** As many decimals as matter, grouped after the point as in print. */
function published(amountKg: number | null): string {
  if (amountKg === null) {
    return '–'
  }
  const [whole = '', fraction] = String(Number(amountKg.toPrecision(MOST_DIGITS))).split('.')
  return fraction === undefined
    ? num(amountKg)
    : `${num(Number(whole))}.${fraction.replace(/(\d{3})(?=\d)/g, '$1\u00a0')}`
}
