import { Button, Skeleton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleReply } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { EarlierRuns } from './EarlierRuns.tsx'
import { NewestRun } from './NewestRun.tsx'
import { RunDifference } from './RunDifference.tsx'
import { RunOnItsWay } from './RunOnItsWay.tsx'
import { runsQuery } from './runQueries.ts'
import { useRunProgress } from './useRunProgress.ts'
import { useRunWords } from './words/useRunWords.ts'
import './runs.css'

/** What an open cycle was computed to as a whole: the newest run and whether it is current, and those before it. */
export function RunsPanel({ cycle }: { cycle: CycleReply }) {
  const t = useRunWords()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(runsQuery(cycle.id))
  const heard = useRunProgress(cycle.id)
  const [asked, setAsked] = useState<string | null>(null)
  const start = useMutation({
    mutationFn: () => api.post(`cycles/${cycle.id}/runs`),
    onSuccess: ({ id }) => {
      setAsked(id)
      return queries.invalidateQueries({ queryKey: runsQuery(cycle.id).queryKey })
    },
  })
  const [newest, ...earlier] = data?.data ?? []
  const [against, setAgainst] = useState<string | null>(null)
  if (data !== undefined && !data.may_run && newest === undefined && data.hidden_tables.length === 0) {
    return null // not for this person
  }
  const other = earlier.find(({ id }) => id === against) ?? earlier[0]
  return (
    <Panel
      title={t('title', { name: cycle.name })}
      aside={
        data?.may_run === true && (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={15} stroke={1.7} />}
            disabled={data.job !== null}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {t('runNow')}
          </Button>
        )
      }
    >
      <p className="cap runs-intro">{t('intro')}</p>
      {data === undefined && error !== null && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={90} />}
      {start.isError && <p role="alert">{t('notStarted', { reason: start.error.message })}</p>}
      {data !== undefined && <RunOnItsWay job={data.job} heard={heard} asked={asked} />}
      {data !== undefined && newest === undefined && (
        <p className="cap runs-note">
          {data.may_run ? t('none') : t('hidden', { tables: data.hidden_tables.join('; ') })}
        </p>
      )}
      {newest !== undefined && <NewestRun run={newest} />}
      {earlier.length > 0 && newest !== undefined && <EarlierRuns newest={newest} earlier={earlier} />}
      {other !== undefined && newest !== undefined && newest.totals !== null && other.totals !== null && (
        <RunDifference newest={newest} other={other} earlier={earlier} onOther={setAgainst} />
      )}
    </Panel>
  )
}
