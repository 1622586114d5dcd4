import { VisuallyHidden } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import { emissionsQuery } from '#client/api/queries.ts'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { cycleQuery } from '#client/features/cycles/cycleQueries.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { columnDigits } from '#client/theme/format.ts'
import { CycleActions } from './CycleActions.tsx'
import { CycleRow } from './CycleRow.tsx'

const SCOPES = [1, 2, 3] as const

/** Every cycle with what it rests on, what it comes to and how complete it is; its actions for who manages it. */
export function CycleTable(props: {
  cycles: readonly CycleReply[]
  isManager: boolean
  onSaid: (text: string) => void
}) {
  const { cycles, isManager, onSaid } = props
  const { t: common } = useTranslation()
  const t = useCycleWords()
  const totals = useQueries({ queries: cycles.map(({ id }) => emissionsQuery(id)) }).map(({ data }) => data)
  const details = useQueries({ queries: cycles.map(({ id }) => cycleQuery(id)) }).map(({ data }) => data)
  const digits = columnDigits(totals.map((one) => one?.total.co2e_t ?? null))
  return (
    <Panel pad={false}>
      <table className="tbl cycles-table">
        <thead>
          <tr>
            <th>{t('cycle')}</th>
            <th className="cycles-basis">{t('basis')}</th>
            <th className="r">
              {t('total')} <Unit />
            </th>
            {SCOPES.map((scope) => (
              <th key={scope} className="r cycles-scope">
                <span className="cycles-scope-head">
                  <ScopeMark scope={scope} /> {common('scope', { scope })}
                </span>
              </th>
            ))}
            <th>{t('complete')}</th>
            <th>
              <VisuallyHidden>{t('actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {cycles.map((cycle, i) => (
            <CycleRow
              key={cycle.id}
              cycle={cycle}
              change={details[i]?.status_change ?? null}
              emissions={totals[i]}
              digits={digits}
              actions={<CycleActions cycle={cycle} isManager={isManager} onSaid={onSaid} />}
            />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
