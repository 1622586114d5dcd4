import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReductionTargetReply } from '#shared/api/reductionTargets.ts'
import { api } from '#client/api/apiClient.ts'
import { EntryDialog } from './EntryDialog.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

/** The name and description of a target. What it promises is not edited: another promise is another target. */
export function TargetWordsForm(props: {
  projectId: string
  target: ReductionTargetReply
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { projectId, target, onClose, onSaid } = props
  const t = useTargetWords()
  const [name, setName] = useState(target.name)
  const [description, setDescription] = useState(target.description)
  return (
    <EntryDialog
      title={t('editTarget', { name: target.name })}
      action={t('save')}
      projectId={projectId}
      shown={['name', 'description']}
      send={() => api.patch(`reduction_targets/${target.id}`, { name, description })}
      onClose={onClose}
      onDone={() => onSaid(t('saved', { name }))}
    >
      {(wrong) => (
        <>
          <p className="cap">{t('editTargetText')}</p>
          <TextInput
            label={t('name')}
            value={name}
            error={wrong('name')}
            maxLength={100}
            dir="auto"
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('description')}
            autosize
            minRows={2}
            dir="auto"
            value={description}
            error={wrong('description')}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </>
      )}
    </EntryDialog>
  )
}
