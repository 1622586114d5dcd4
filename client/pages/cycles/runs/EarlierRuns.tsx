import { useTranslation } from 'react-i18next'
import type { RunReply } from '#shared/api/runs.ts'
import { exactMoment } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { useRunWords } from './words/useRunWords.ts'

/** The runs before the newest: when, by whom, what they came to, and whether the next one came from the same. */
export function EarlierRuns({ newest, earlier }: { newest: RunReply; earlier: readonly RunReply[] }) {
  const t = useRunWords()
  const { i18n } = useTranslation()
  return (
    <details className="runs-earlier">
      <summary>
        {t('earlier')} <span className="cap">{num(earlier.length)}</span>
      </summary>
      <div className="scroll-x">
        <table className="tbl tbl-dense" aria-label={t('earlier')}>
          <thead>
            <tr>
              <th>{t('moment')}</th>
              <th>{t('by')}</th>
              <th className="r">{t('tonnes')}</th>
              <th>{t('hash')}</th>
            </tr>
          </thead>
          <tbody>
            {earlier.map((run, index) => {
              const after = index === 0 ? newest : earlier[index - 1]!
              const kg = run.totals?.co2e_kg ?? null
              return (
                <tr key={run.id}>
                  <td>
                    <bdi>{exactMoment(run.made_at, i18n.language)}</bdi>
                  </td>
                  <td dir="auto">{run.made_by?.name ?? t('background')}</td>
                  <td className="r">
                    <bdi>{num(kg === null ? null : kg / 1000, 3)}</bdi>
                  </td>
                  <td>
                    <bdi className="mono">{run.root_hash.slice(0, 12)}…</bdi>{' '}
                    {run.root_hash === after.root_hash && <span className="cap">{t('sameHash')}</span>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </details>
  )
}
