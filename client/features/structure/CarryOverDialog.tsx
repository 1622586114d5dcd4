import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ModuleCarryOverReply } from '#shared/api/moduleCarryOver.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery } from '#client/api/queries.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { num } from '#client/theme/format.ts'
import { StructureDialog } from './StructureDialog.tsx'
import './structure.css'

/** Rows of one cycle into the tables of the module in another one: what comes over is shown before. */
export function CarryOverDialog(props: { module: ModuleReply; cycleId: string; onClose: () => void }) {
  const { module, cycleId, onClose } = props
  const { t } = useTranslation('structure')
  const go = useNavigate()
  const { data: cycles = [] } = useQuery(cyclesQuery(module.project_id))
  const [chosenFrom, setFrom] = useState<string | null>(null)
  const [chosenTo, setTo] = useState('')
  const from = chosenFrom ?? usualSource(cycles, cycleId)
  const targets = cycles.filter(({ id, status }) => id !== from && status !== 'locked')
  const to = targets.some(({ id }) => id === chosenTo) ? chosenTo : (nextAfter(cycles, targets, from)?.id ?? '')
  const path = `modules/${module.id}/carry_over` as const
  const preview = useQuery({
    queryKey: ['carry-over', module.id, from, to],
    enabled: from !== '' && to !== '',
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => api.post(`${path}/preview`, { from, to }, { signal }),
  })
  const rows = preview.data?.tables.reduce((sum, table) => sum + table.rows, 0) ?? 0
  return (
    <StructureDialog<ModuleCarryOverReply>
      title={t('carryTitle', { name: module.name })}
      action={preview.data === undefined ? t('carryNow') : t('carryRows', { count: rows, rows: num(rows) })}
      isReady={rows > 0 && !preview.isFetching}
      size="lg"
      testId="carry-over"
      send={() => api.post(path, { from, to })}
      onDone={() => void go(`/modules/${module.id}?cycle=${to}`)}
      onClose={onClose}
    >
      {() => (
        <>
          <p className="dim">{t('carryText')}</p>
          <div className="copy-cycles">
            <NativeSelect
              label={t('fromCycle')}
              value={from}
              data={cycles.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => setFrom(event.currentTarget.value)}
              data-autofocus
            />
            <NativeSelect
              label={t('toCycle')}
              value={to}
              error={targets.length === 0 ? t('carryNoCycle') : undefined}
              data={targets.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </div>
          {preview.isError && (
            <p role="alert" className="bad">
              {reasonsOf(preview.error).join(' ')}
            </p>
          )}
          {preview.isFetching && <p className="dim">{t('looking')}</p>}
          {preview.data !== undefined && !preview.isFetching && <Tables tables={preview.data.tables} />}
        </>
      )}
    </StructureDialog>
  )
}

function Tables({ tables }: ModuleCarryOverReply) {
  const { t } = useTranslation('structure')
  return (
    <section
      className="copy-preview"
      tabIndex={0} // it scrolls, and so by keyboard too
      aria-label={t('carryHolds')}
      aria-live="polite"
    >
      <h3>{t('carryHolds')}</h3>
      <ul>
        {tables.map(({ table_id: id, name, rows, there, fields, reason }) => (
          <li key={id} className="carry-table">
            <bdi>{name}</bdi>
            <span className={reason === null ? 'dim' : 'warn'}>
              {[
                reason === null ? t('rowCount', { count: rows, rows: num(rows) }) : t(`carry_${reason}`),
                ...(there > 0 ? [t('carryThere', { count: there, rows: num(there) })] : []),
              ].join(' · ')}
            </span>
            {rows > 0 && (
              <span className="cap">
                <bdi>{fields.join(', ')}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is looked at goes into the next cycle; when none is open behind it, what was before comes into it. */
function usualSource(cycles: readonly CycleReply[], hereId: string): string {
  const here = cycles.find(({ id }) => id === hereId) ?? cycles[0]
  const begins = here?.starts_on ?? ''
  const hasNext = cycles.some(({ starts_on: startsOn, status }) => startsOn > begins && status !== 'locked')
  const before = byStart(cycles).findLast(({ starts_on: startsOn }) => startsOn < begins)
  return (hasNext ? here : (before ?? here))?.id ?? ''
}

const byStart = (cycles: readonly CycleReply[]): CycleReply[] =>
  cycles.toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1))

/** The one that begins soonest after the other one, else the newest. */
function nextAfter(
  cycles: readonly CycleReply[],
  targets: readonly CycleReply[],
  fromId: string,
): CycleReply | undefined {
  const begins = cycles.find(({ id }) => id === fromId)?.starts_on ?? ''
  const ordered = byStart(targets)
  return ordered.find(({ starts_on: startsOn }) => startsOn > begins) ?? ordered.at(-1)
}
