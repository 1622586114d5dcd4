import { useTranslation } from 'react-i18next'
import type { FactorDetailReply, ListedFactorReply } from '#shared/api/factors.ts'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { pct, signed } from '#client/theme/format.ts'
import { publishedAmount } from './publishedAmount.ts'

/** The same row of a publication in each edition, with what changed from one to the next. */
export function Editions({ factor, onOpen }: { factor: FactorDetailReply; onOpen: (id: string) => void }) {
  const { t } = useTranslation('factors')
  const { editions } = factor
  return (
    <>
      <h3>{t('editions')}</h3>
      <table className="tbl tbl-dense fac-editions">
        <thead>
          <tr>
            <th>{t('edition')}</th>
            <th className="r">CO₂</th>
            <th className="r">{t('total')}</th>
            <th className="r">{t('change')}</th>
          </tr>
        </thead>
        <tbody>
          {editions.map((edition, i) => (
            <tr key={edition.id} aria-selected={edition.id === factor.id} onClick={() => onOpen(edition.id)}>
              <td>
                <button type="button" className="fac-name" onClick={() => onOpen(edition.id)} title={edition.name}>
                  {shortPublisher(edition.factor_set.publisher)} {edition.year}
                </button>
                {edition.superseded_by !== null && <div className="cap">{t('corrected')}</div>}
              </td>
              <td className="r">
                <bdi>{publishedAmount(edition.normalised?.gasesKg['CO2'] ?? null)}</bdi>
              </td>
              <td className="r fw5">
                <bdi>{publishedAmount(edition.co2e_kg)}</bdi>
              </td>
              <td className="r dim">
                <bdi>{changeOf(edition, editions[i - 1])}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** From the edition before; nothing where one of them has no CO2e. */
function changeOf({ co2e_kg: now }: ListedFactorReply, before: ListedFactorReply | undefined): string {
  const past = before?.co2e_kg ?? null
  if (now === null || past === null || past === 0) {
    return ''
  }
  const percent = (now / past - 1) * 100
  return Math.abs(percent) < 0.005 ? pct(0, 2) : `${signed(percent, 2)}\u00a0%`
}
