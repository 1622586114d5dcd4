import { Button, Popover, UnstyledButton } from '@mantine/core'
import { IconProgress, IconProgressAlert, IconProgressCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { JobReply } from '#shared/api/jobs.ts'
import { api } from '#client/api/apiClient.ts'
import { Bar } from '#client/components/Bar.tsx'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { pct } from '#client/theme/format.ts'
import { isOnItsWay } from './shownJobs.ts'
import { useOwnJobs } from './useOwnJobs.ts'
import './jobs.css'

const ICON = { size: 18, stroke: 1.6 }

/** The long work that the person asked for: how far it is, and what became of it. Nothing, when there is none. */
export function JobsMenu() {
  const { t } = useTranslation()
  const { jobs, forget, refresh } = useOwnJobs()
  const [isOpen, setOpen] = useState(false)
  const running = jobs.filter(isOnItsWay)
  if (jobs.length === 0) {
    return null
  }
  const change = (opens: boolean): void => {
    setOpen(opens)
    if (!opens) {
      forget()
    }
  }
  const hasFailed = jobs.some(({ state }) => state === 'failed')
  const Icon = running.length > 0 ? IconProgress : hasFailed ? IconProgressAlert : IconProgressCheck
  const label = running.length > 0 ? t('jobsRunning', { count: running.length }) : t('jobsEnded')
  return (
    <Popover opened={isOpen} onChange={change} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className="jobs-button" aria-label={label} title={label} onClick={() => change(!isOpen)}>
          <Icon {...ICON} />
          {running.length > 0 && <Bar percent={averageOf(running)} width={36} tone="var(--c-accent)" />}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('jobsTitle')}>
        <h2 className="jobs-title">{t('jobsTitle')}</h2>
        <ul className="jobs-list">
          {jobs.map((job) => (
            <Job key={job.id} job={job} onChanged={refresh} onLeave={() => change(false)} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

const averageOf = (jobs: readonly JobReply[]): number =>
  (jobs.reduce((sum, { progress }) => sum + progress, 0) / jobs.length) * 100

/** Kinds of work that is about a cycle, with what they are called. */
const OF_CYCLES: ReadonlyMap<string, 'jobRun' | 'jobLock'> = new Map([
  ['run', 'jobRun'],
  ['lock', 'jobLock'],
])

function Job({ job, onChanged, onLeave }: { job: JobReply; onChanged: () => Promise<void>; onLeave: () => void }) {
  const { t } = useTranslation()
  const { cycles } = usePlace()
  const cancel = useMutation({ mutationFn: () => api.post(`jobs/${job.id}/cancel`), onSettled: onChanged })
  const word = job.subject_id === null ? undefined : OF_CYCLES.get(job.kind)
  const cycle = cycles.find(({ id }) => id === job.subject_id)
  const percent = Math.floor(job.progress * 100)
  return (
    <li>
      <span dir="auto">{word === undefined ? t('jobOther') : t(word, { name: cycle?.name ?? '' }).trim()}</span>
      <span className={job.state === 'failed' ? 'cap bad' : 'cap'} role="status">
        {stateText(job, percent, t)}
      </span>
      {isOnItsWay(job) && <Bar percent={percent} width="100%" tone="var(--c-accent)" />}
      {cancel.isError && <span className="cap bad">{t('jobNotCancelled')}</span>}
      {isOnItsWay(job) && !job.is_ending && (
        <Button variant="subtle" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('cancel')}
        </Button>
      )}
      {word !== undefined && (
        <Link className="link" to={`/cycles?cycle=${job.subject_id}`} onClick={onLeave}>
          {t('jobOpen')}
        </Link>
      )}
    </li>
  )
}

function stateText(
  { state, is_ending: isEnding, error }: JobReply,
  percent: number,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  switch (state) {
    case 'queued':
    case 'running':
      return isEnding ? t('jobEnding') : state === 'queued' ? t('jobQueued') : pct(percent, 0)
    case 'done':
      return t('jobDone')
    case 'failed':
      return t('jobFailed', { reason: error?.detail ?? '' })
    case 'cancelled':
      return t('jobCancelled')
  }
}
