import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { late } from '#client/components/late.tsx'
import type { CycleComparison } from '#shared/api/cycleComparison.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { comparisonQuery } from '#client/features/cycles/cycleQueries.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { previousCycle } from '#client/features/place/pickCycle.ts'
import { num } from '#client/theme/format.ts'
import { Bridge } from './Bridge.tsx'
import { CauseRows } from './CauseRows.tsx'
import { ChangeCauses } from './ChangeCauses.tsx'
import type { Cause } from './changeSteps.ts'
import { ChangeTable } from './ChangeTable.tsx'
import { MethodNote } from './MethodNote.tsx'

// Drawing comes after the numbers have been painted: the chart library is larger than the page.
const Waterfall = late(() => import('./Waterfall.tsx').then((file) => file.Waterfall), <div className="change-chart" />)

/** How the current cycle differs from another, and why. */
export function ComparisonPanel({ cycle }: { cycle: CycleReply }) {
  const t = useCycleWords()
  const { cycles } = usePlace()
  const others = cycles.filter(({ id }) => id !== cycle.id)
  const [chosen, setChosen] = useState<string | null>(null)
  const restated = others.find(({ id }) => id === cycle.restates)
  const usual = restated ?? previousCycle(cycles, cycle) ?? others[0] ?? null
  const other = others.find(({ id }) => id === chosen) ?? usual
  return (
    <Panel
      className="change-panel"
      title={t('compareTitle')}
      aside={
        other !== null && (
          <NativeSelect
            aria-label={t('compareWith')}
            value={other.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={others.map(({ id, name }) => ({ value: id, label: `${t('compareWith')} ${name}` }))}
          />
        )
      }
    >
      {other === null ? <p className="cap">{t('compareNone')}</p> : <Content cycleId={cycle.id} otherId={other.id} />}
    </Panel>
  )
}

function Content({ cycleId, otherId }: { cycleId: string; otherId: string }) {
  const t = useCycleWords()
  const { data, error, refetch } = useQuery(comparisonQuery(cycleId, otherId))
  if (data === undefined) {
    return error === null ? <Skeleton height={220} /> : <LoadFailure error={error} onRetry={() => void refetch()} />
  }
  const unknown = data.total.after_kg === null ? data.after : data.total.before_kg === null ? data.before : null
  if (unknown !== null) {
    return <p className="cap">{t('compareEmpty', { name: unknown.name })}</p>
  }
  return <Comparison data={data} />
}

function Comparison({ data }: { data: CycleComparison }) {
  const t = useCycleWords()
  const { matched } = data.rows
  const [cause, setCause] = useState<Cause | null>(null)
  return (
    <>
      {data.bridge !== null && <Bridge data={data} bridge={data.bridge} />}
      <MethodNote data={data} />
      <div className="change-causes">
        <Waterfall data={data} onOpen={setCause} />
        <div>
          <ChangeCauses data={data} onOpen={setCause} />
          <p className="cap">{t('matched', { count: matched, rows: num(matched) })}</p>
        </div>
      </div>
      <ChangeTable data={data} />
      {cause !== null && <CauseRows data={data} cause={cause} onClose={() => setCause(null)} />}
    </>
  )
}
