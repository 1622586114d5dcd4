import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleDetail, CycleReply } from '#shared/api/cycles.ts'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Bar } from '#client/components/Bar.tsx'
import { CycleChip } from '#client/components/Chip.tsx'
import { NumLink } from '#client/components/NumLink.tsx'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { shortDate } from '#client/i18n/dates.ts'
import { num, pct } from '#client/theme/format.ts'
import { RESTATEMENT_WORDS } from './causeWords.ts'

const CHANGED = { open: 'openedBy', in_review: 'reviewedBy', locked: 'lockedBy' } as const

/** One cycle. Every figure leads to the dashboard or the rows of that cycle. `emissions`: undefined while they load. */
export function CycleRow(props: {
  cycle: CycleReply
  change: CycleDetail['status_change']
  emissions: CycleEmissions | undefined
  digits: number
  actions: ReactNode
}) {
  const { cycle, change, emissions, digits, actions } = props
  const { i18n, t: common } = useTranslation()
  const t = useCycleWords()
  const { language } = i18n
  const dashboard = `/dashboard?cycle=${cycle.id}`
  const amount = (amountT: number | null | undefined, label: string) =>
    emissions === undefined ? (
      <span className="dim">…</span>
    ) : (
      <NumLink to={dashboard} label={`${cycle.name}, ${label}: ${num(amountT, digits)} tCO₂e`}>
        {num(amountT, digits)}
      </NumLink>
    )
  return (
    <tr data-testid="cycle">
      <td>
        <div className="cycles-name">
          <span className="row cycles-line">
            <Link className="t-name" to={dashboard}>
              <bdi>{cycle.name}</bdi>
            </Link>
            <CycleChip status={cycle.status} isRestated={cycle.restated_by !== null} />
          </span>
          <span className="cap">
            {shortDate(cycle.starts_on, language)} – {shortDate(cycle.ends_on, language)}
          </span>
          {change !== null && (
            <span className="cap">
              {change.by === null
                ? t('statusSet', { date: shortDate(change.at, language) })
                : t(CHANGED[cycle.status], { name: change.by.name, date: shortDate(change.at, language) })}
            </span>
          )}
          {cycle.restatement !== null && (
            <span className="cap" dir="auto">
              {t('restates', {
                cause: t(RESTATEMENT_WORDS[cycle.restatement.cause]),
                reason: cycle.restatement.reason,
                date: shortDate(cycle.restatement.at, language),
              })}
            </span>
          )}
        </div>
      </td>
      <td className="cycles-basis">
        <bdi>{cycle.gwp_set}</bdi> · <bdi>{cycle.factor_year}</bdi>
      </td>
      <td className="r cycles-total">{amount(emissions?.total.co2e_t, t('total'))}</td>
      {([1, 2, 3] as const).map((scope) => (
        <td key={scope} className="r cycles-scope">
          {amount(emissions?.by_scope.find((one) => one.scope === scope)?.co2e_t, common('scope', { scope }))}
        </td>
      ))}
      <td className="cycles-complete">
        {emissions !== undefined && emissions.total.rows > 0 && <Complete emissions={emissions} />}
      </td>
      <td className="cycles-actions">{actions}</td>
    </tr>
  )
}

function Complete({ emissions }: { emissions: CycleEmissions }) {
  const t = useCycleWords()
  const { rows, incomplete_rows: incomplete } = emissions.total
  const percent = Math.floor(((rows - incomplete) / rows) * 100)
  return (
    <>
      <span className="row cycles-line">
        <Bar percent={percent} width={48} />
        <bdi>{pct(percent, 0)}</bdi>
      </span>
      {incomplete > 0 && (
        <Link className="cap warn" to={`/cycles?cycle=${emissions.cycle_id}&behind=rows&incomplete=1`}>
          {t('incompleteRows', { count: incomplete, rows: num(incomplete) })}
        </Link>
      )}
    </>
  )
}
