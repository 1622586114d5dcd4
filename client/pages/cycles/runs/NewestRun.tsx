import { useTranslation } from 'react-i18next'
import type { RunReply } from '#shared/api/runs.ts'
import { Chip } from '#client/components/Chip.tsx'
import { exactMoment } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { Fact, HashFact } from '../Fact.tsx'
import { useRunWords } from './words/useRunWords.ts'

/** When a run was made, from what to what, and whether one of now would come from the same. */
export function NewestRun({ run }: { run: RunReply }) {
  const t = useRunWords()
  const { i18n } = useTranslation()
  const at = { moment: exactMoment(run.made_at, i18n.language) }
  const { totals } = run
  return (
    <dl className="cycle-facts">
      {run.is_current !== null && (
        <Fact name={t('state')}>
          <span data-testid="run-state">
            <Chip tone={run.is_current ? 'ok' : 'warn'}>{run.is_current ? t('current') : t('stale')}</Chip>
          </span>
          {!run.is_current && <span className="cap runs-note">{t('staleNote')}</span>}
        </Fact>
      )}
      <Fact name={t('made')}>
        {run.made_by === null ? t('madeBySystem', at) : t('madeBy', { ...at, name: run.made_by.name })}
      </Fact>
      {totals !== null && (
        <Fact name={t('total')}>
          {t('rows', {
            count: totals.rows,
            rows: num(totals.rows),
            amount: num(totals.co2e_kg === null ? null : totals.co2e_kg / 1000, 3),
          })}
        </Fact>
      )}
      <HashFact name={t('hash')} hash={run.root_hash} copy={t('copy')} copied={t('copied')} testId="run-hash" />
      <Fact name={t('engine')}>{run.engine}</Fact>
    </dl>
  )
}
