import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReductionTargetReply } from '#shared/api/reductionTargets.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { EntryDialog } from './EntryDialog.tsx'
import type { PanelProps } from './PanelProps.ts'
import { TargetCard } from './TargetCard.tsx'
import { TargetForm } from './TargetForm.tsx'
import { TargetWordsForm } from './TargetWordsForm.tsx'
import { targetsQuery } from './targetQueries.ts'
import { useTargetWords } from './words/useTargetWords.ts'

/** What was promised, and what came of it so far. */
export function TargetsPanel({ projectId, cycles, isManager, onSaid }: PanelProps) {
  const t = useTargetWords()
  const { data, error, refetch } = useQuery(targetsQuery(projectId))
  const [isAdding, setAdding] = useState(false)
  const [going, setGoing] = useState<ReductionTargetReply | null>(null)
  const [edited, setEdited] = useState<ReductionTargetReply | null>(null)
  const targets = data?.data ?? []
  return (
    <Panel
      title={t('targets')}
      aside={
        isManager &&
        data !== undefined &&
        cycles.length > 0 && (
          <Button variant="default" size="xs" onClick={() => setAdding(true)}>
            {t('addTarget')}
          </Button>
        )
      }
    >
      {data === undefined &&
        (error === null ? <Skeleton height={120} /> : <LoadFailure error={error} onRetry={() => void refetch()} />)}
      {data !== undefined && targets.length === 0 && <p className="cap">{t('targetsNone')}</p>}
      {targets.map((target) => (
        <TargetCard
          key={target.id}
          {...{ target, isManager }}
          onEdit={() => setEdited(target)}
          onDelete={() => setGoing(target)}
        />
      ))}
      {isAdding && (
        <TargetForm projectId={projectId} cycles={cycles} onClose={() => setAdding(false)} onSaid={onSaid} />
      )}
      {edited !== null && (
        <TargetWordsForm projectId={projectId} target={edited} onClose={() => setEdited(null)} onSaid={onSaid} />
      )}
      {going !== null && (
        <EntryDialog
          title={t('deleteTarget', { name: going.name })}
          action={t('deleteTarget', { name: going.name })}
          projectId={projectId}
          shown={[]}
          isFinal
          send={() => api.del(`reduction_targets/${going.id}`)}
          onClose={() => setGoing(null)}
          onDone={() => onSaid(t('deleted', { name: going.name }))}
        >
          {() => <p>{t('deleteTargetText')}</p>}
        </EntryDialog>
      )}
    </Panel>
  )
}
