import { useTranslation } from 'react-i18next'
import type { FactorSetPreviewReply, RejectedRow } from '#shared/api/factorSets.ts'
import type { RowReason } from '#shared/emissions/factorSet.ts'
import { unitText } from '#client/grid/unitText.ts'
import { num, pct, signed } from '#client/theme/format.ts'
import { publishedAmount } from '../publishedAmount.ts'
import { saidIn } from './saidIn.ts'
import { REASON_WORDS, REMEDY_WORDS } from './setWords.ts'
import { useSetWords } from './words/useSetWords.ts'

/** Rows without a factor by their reason, each with its cell and what is wrong with it. */
export function RejectedRows({ rows, all }: { rows: readonly RejectedRow[]; all: number }) {
  const t = useSetWords()
  // the server speaks English: in other languages the reason and its remedy stand above, and here what it is about
  const isEnglish = !useTranslation().i18n.language.startsWith('ar')
  const byReason = new Map<RowReason, RejectedRow[]>()
  for (const row of rows) {
    byReason.set(row.reason, [...(byReason.get(row.reason) ?? []), row])
  }
  return [...byReason]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([reason, found], at) => (
      <details key={reason} open={at === 0 && found.length <= 20}>
        <summary>
          {t('rejected')}: {t(REASON_WORDS[reason])} ({num(found.length)})
        </summary>
        <p className="cap">{t(REMEDY_WORDS[reason])}</p>
        <div className="sets-scroll" role="region" aria-label={t(REASON_WORDS[reason])} tabIndex={0}>
          <table className="tbl tbl-dense">
            <thead>
              <tr>
                <th>{t('where')}</th>
                <th>{t(isEnglish ? 'reason' : 'says')}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <tr key={`${one.sheet} ${one.row} ${one.cell}`}>
                  <td className="dim">
                    <bdi>{one.sheet}</bdi> <bdi>{one.cell ?? t('row', { row: one.row })}</bdi>
                  </td>
                  <td className="sets-message" dir="auto">
                    {isEnglish ? one.message : saidIn(one, t)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {all > rows.length && <p className="cap">{t('shownFirst', { shown: num(rows.length), n: num(all) })}</p>}
      </details>
    ))
}

type Listed = FactorSetPreviewReply['added'][number] & { before_co2e_kg?: number | null }

/** Factors that would be new, or other than they were. */
export function ChangedFactors({ title, factors, all }: { title: string; factors: readonly Listed[]; all: number }) {
  const t = useSetWords()
  if (factors.length === 0) {
    return null
  }
  const hasBefore = factors.some((factor) => factor.before_co2e_kg !== undefined)
  return (
    <details open={hasBefore}>
      <summary>
        {title} ({num(all)})
      </summary>
      <div className="sets-scroll" role="region" aria-label={title} tabIndex={0}>
        <table className="tbl tbl-dense">
          <thead>
            <tr>
              <th>{t('factor')}</th>
              <th className="sets-wide">{t('where')}</th>
              {hasBefore && <th className="r">{t('before')}</th>}
              <th className="r">{t('now')}</th>
              {hasBefore && <th className="r">{t('change')}</th>}
              <th>{t('per')}</th>
            </tr>
          </thead>
          <tbody>
            {factors.map((factor) => (
              <tr key={factor.reference}>
                <td>
                  <bdi>{factor.name}</bdi> <bdi className="dim">{factor.geography}</bdi>
                </td>
                <td className="dim sets-wide">
                  <bdi>{factor.reference}</bdi>
                </td>
                {hasBefore && (
                  <td className="r dim">
                    <bdi>{publishedAmount(factor.before_co2e_kg ?? null)}</bdi>
                  </td>
                )}
                <td className="r fw5">
                  <bdi>{publishedAmount(factor.co2e_kg)}</bdi>
                </td>
                {hasBefore && (
                  <td className="r">
                    <bdi>{changeOf(factor)}</bdi>
                  </td>
                )}
                <td className="dim">
                  <bdi>{factor.unit === null ? '–' : unitText(factor.unit)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all > factors.length && <p className="cap">{t('shownFirst', { shown: num(factors.length), n: num(all) })}</p>}
    </details>
  )
}

/** In percent of what it was; nothing where one of the two is not known. */
function changeOf({ co2e_kg: now, before_co2e_kg: before = null }: Listed): string {
  if (now === null || before === null || before === 0) {
    return ''
  }
  const percent = (now / before - 1) * 100
  return Math.abs(percent) < 0.005 ? pct(0, 2) : `${signed(percent, 2)}\u00a0%`
}
