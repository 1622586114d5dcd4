import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { JobReply } from '#shared/api/jobs.ts'
import type { JobMoved } from '#shared/events/events.ts'
import { api } from '#client/api/apiClient.ts'
import { useMe } from '#client/api/session.ts'
import { Bar } from '#client/components/Bar.tsx'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { pct } from '#client/theme/format.ts'
import { runsQuery } from './runQueries.ts'
import { useRunWords } from './words/useRunWords.ts'

/** How far the run is that is on its way, with what ends it; and what became of the one that was asked for here. */
export function RunOnItsWay(props: { job: JobReply | null; heard: JobMoved | null; asked: string | null }) {
  const { job, heard, asked } = props
  return (
    <div role="status" className="runs-said">
      {job !== null && <OnItsWay job={job} heard={heard?.id === job.id ? heard : null} />}
      {job === null && asked !== null && <Ended jobId={asked} />}
    </div>
  )
}

function OnItsWay({ job, heard }: { job: JobReply; heard: JobMoved | null }) {
  const t = useRunWords()
  const queries = useQueryClient()
  const mayEndAll = useMayInTenant('update', 'Job')
  const isOwn = useMe().user.id === job.asked_by?.id
  const cancel = useMutation({
    mutationFn: () => api.post(`jobs/${job.id}/cancel`),
    onSuccess: () => queries.invalidateQueries({ queryKey: runsQuery(job.subject_id ?? '').queryKey }),
  })
  const state = heard?.state ?? job.state
  const percent = Math.floor((heard?.progress ?? job.progress) * 100)
  const word = (): string => {
    if (job.is_ending) {
      return t('ending')
    }
    if (state === 'queued') {
      return t('queued')
    }
    return percent === 0 ? t('gathering') : t('computing', { percent: pct(percent, 0) })
  }
  return (
    <div className="runs-way">
      <Bar percent={percent} width={160} tone="var(--c-accent)" />
      <span>{word()}</span>
      {(isOwn || mayEndAll) && !job.is_ending && (
        <Button variant="subtle" size="compact-sm" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('cancel')}
        </Button>
      )}
      {cancel.isError && <span>{t('notCancelled')}</span>}
    </div>
  )
}

function Ended({ jobId }: { jobId: string }) {
  const t = useRunWords()
  const { data } = useQuery({
    queryKey: ['jobs', jobId],
    queryFn: ({ signal }) => api.get(`jobs/${jobId}`, { signal }),
    staleTime: 0, // what was read before its end says nothing of it
  })
  switch (data?.state) {
    case 'failed':
      return <p>{t('failed', { reason: data.error?.detail ?? '' })}</p>
    case 'cancelled':
      return <p>{t('cancelled')}</p>
    case 'done':
      return <p>{t('finished')}</p>
    default:
      return null
  }
}
