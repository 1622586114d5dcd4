import type { CycleReply } from '#shared/api/cycles.ts'
import type { CycleUncertainty } from '#shared/api/uncertainty.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { IntervalBar } from '#client/features/uncertainty/IntervalBar.tsx'
import { intervalText, rangeText } from '#client/features/uncertainty/rangeText.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { num, pct, tonnes } from '#client/theme/format.ts'
import { GradeChip } from './GradeChip.tsx'

/** The total with its interval, and what the interval does not know. */
export function TotalInterval({ cycle, uncertainty }: { cycle: CycleReply; uncertainty: CycleUncertainty }) {
  const t = useUncertaintyWords()
  const { total, method, hidden_tables: hidden } = uncertainty
  const { interval, assessed_kg: assessed, partly_assessed_kg: partly, assessed_percent: percent } = total
  const isPart = percent === null || percent < 99.95
  return (
    <Panel title={t('total', { cycle: cycle.name })} aside={<GradeChip interval={interval} />}>
      <div className="unc-total">
        <div>
          <div className="unc-number">
            <bdi>{tonnes((total.co2e_kg ?? 0) / 1000)}</bdi> <Unit />
          </div>
          <div className="cap">{t('locationBased')}</div>
        </div>
        {interval !== null && (
          <div className="unc-interval" data-testid="total-interval">
            <div className="row">
              <b>
                <bdi>{rangeText(interval, assessed)}</bdi>
              </b>
              <span className="dim">
                {t('interval')} <bdi>{intervalText(interval)}</bdi> <Unit />
              </span>
            </div>
            <IntervalBar figures={total} mostKg={Math.max(interval.high_kg, total.co2e_kg ?? 0)} />
            <div className="cap">{t(`${method}Why`)}</div>
          </div>
        )}
      </div>
      {interval !== null && isPart && (
        <p className="cap unc-note" data-testid="assessed-part">
          {t('assessedPart', { total: tonnes((total.co2e_kg ?? 0) / 1000), part: pct(percent, 1) })}
        </p>
      )}
      {partly > 0 && <p className="cap unc-note">{t('partly', { amount: tonnes(partly / 1000) })}</p>}
      {hidden > 0 && <p className="cap unc-note">{t('hiddenTables', { count: hidden, tables: num(hidden) })}</p>}
    </Panel>
  )
}
