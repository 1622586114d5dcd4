import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { JobReply } from '#shared/api/jobs.ts'
import { api } from '#client/api/apiClient.ts'
import { Bar } from '#client/components/Bar.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { exactMoment } from '#client/i18n/dates.ts'
import { pct } from '#client/theme/format.ts'
import { lockQuery, refreshLock } from './lockQuery.ts'
import './lockOnItsWay.css'
import { type CycleTranslate, useCycleWords } from './words/useCycleWords.ts'

/** How far the lock of a cycle is that a job does, or why it came to nothing. Nothing, when there is none. */
export function LockOnItsWay({ cycle }: { cycle: CycleReply }) {
  const queries = useQueryClient()
  const { data } = useQuery(lockQuery(cycle.id))
  const state = data?.job?.state
  const before = useRef(state)
  useEffect(() => {
    // who may not hear of jobs asks for them: the end is seen here first
    if (state === 'done' && before.current !== 'done') {
      void refreshLock(queries, { kind: 'lock', subject_id: cycle.id })
    }
    before.current = state
  }, [queries, state, cycle.id])
  const job = data?.job ?? null
  switch (job?.state) {
    case 'queued':
    case 'running':
      return <OnItsWay cycle={cycle} job={job} mayCancel={data?.may_cancel === true} />
    case 'failed':
    case 'cancelled':
      return <CameToNothing cycle={cycle} job={job} />
    default:
      return null
  }
}

function OnItsWay({ cycle, job, mayCancel }: { cycle: CycleReply; job: JobReply; mayCancel: boolean }) {
  const t = useCycleWords()
  const { i18n } = useTranslation()
  const queries = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.post(`jobs/${job.id}/cancel`),
    onSettled: () => queries.invalidateQueries({ queryKey: lockQuery(cycle.id).queryKey }),
  })
  const percent = Math.floor(job.progress * 100)
  const asked = { name: job.asked_by?.name ?? '', moment: exactMoment(job.created_at, i18n.language) }
  return (
    <Panel title={t('wayTitle', { name: cycle.name })}>
      <div className="lock-way" role="status">
        <Bar percent={percent} width={160} tone="var(--c-accent)" />
        <span>{stageOf(job, pct(percent, 0), t)}</span>
        {mayCancel && !job.is_ending && (
          <Button variant="subtle" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('wayCancel')}
          </Button>
        )}
        {cancel.isError && <span className="bad">{t('wayNotCancelled')}</span>}
      </div>
      <p className="cap lock-way-note">
        <span dir="auto">{t('wayAsked', asked)}</span> {t('wayText')}
      </p>
    </Panel>
  )
}

function stageOf({ state, is_ending: isEnding, doing }: JobReply, percent: string, t: CycleTranslate): string {
  if (isEnding) {
    return t('wayEnding')
  }
  if (state === 'queued') {
    return t('wayQueued')
  }
  switch (doing) {
    case 'computing':
      return t('wayComputing', { percent })
    case 'proving':
      return t('wayProving', { percent })
    case 'sealing':
      return t('waySealing')
    default:
      return t('wayChecking')
  }
}

function CameToNothing({ cycle: { name }, job }: { cycle: CycleReply; job: JobReply }) {
  const t = useCycleWords()
  const { i18n } = useTranslation()
  const about = { name, moment: exactMoment(job.finished_at ?? job.created_at, i18n.language) }
  if (job.state === 'cancelled') {
    return (
      <p className="cap lock-way-note" role="status">
        {t('wayCancelled', about)}
      </p>
    )
  }
  return (
    <p className="bad lock-way-note" role="alert">
      {job.error === null ? t('wayFailedBare', about) : t('wayFailed', { ...about, reason: job.error.detail })}
    </p>
  )
}
