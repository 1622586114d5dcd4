import { ActionIcon, Button, Modal, TextInput, UnstyledButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioReply, WhatIfBody } from '#shared/api/whatIf.ts'
import { api } from '#client/api/apiClient.ts'
import { Panel } from '#client/components/Panel.tsx'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { shortDate } from '#client/i18n/dates.ts'
import { refreshScenarios, scenariosQuery } from './whatIfQueries.ts'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

/** What-ifs of the cycle that were kept: opened again, deleted, and the one on screen kept. */
export function ScenarioPanel(props: {
  cycleId: string
  changes: WhatIfBody
  canKeep: boolean
  onLoad: (changes: WhatIfBody) => void
}) {
  const { cycleId, changes, canKeep, onLoad } = props
  const t = useWhatIfWords()
  const { i18n } = useTranslation()
  const { data } = useQuery(scenariosQuery(cycleId))
  const [isKeeping, setKeeping] = useState(false)
  const [leaving, setLeaving] = useState<ScenarioReply | null>(null)
  const [said, setSaid] = useState('')
  return (
    <Panel
      title={t('scenarios')}
      aside={
        <Button variant="default" size="xs" disabled={!canKeep} onClick={() => setKeeping(true)}>
          {t('keep')}
        </Button>
      }
    >
      {data?.length === 0 && <p className="cap">{t('scenariosNone')}</p>}
      <ul className="whatif-kept" role="list">
        {data?.map((scenario) => (
          <li key={scenario.id}>
            <UnstyledButton
              className="link"
              aria-label={t('load', { name: scenario.name })}
              onClick={() => onLoad(scenario.changes)}
            >
              <span dir="auto">{scenario.name}</span>
            </UnstyledButton>
            <span className="cap">
              {t('by', { name: scenario.made_by.name, date: shortDate(scenario.updated_at, i18n.language) })}
            </span>
            {scenario.can_change && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="xs"
                aria-label={t('remove', { name: scenario.name })}
                onClick={() => setLeaving(scenario)}
              >
                <IconX size={13} stroke={1.7} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <p className="cap whatif-said" role="status">
        {said}
      </p>
      {isKeeping && <KeepForm cycleId={cycleId} changes={changes} onClose={() => setKeeping(false)} onSaid={setSaid} />}
      {leaving !== null && (
        <AskAway
          path={`scenarios/${leaving.id}`}
          refresh={refreshScenarios(cycleId)}
          title={t('removeTitle', { name: leaving.name })}
          text={t('removeText')}
          action={t('removeNow')}
          onClose={() => setLeaving(null)}
          onDone={() => setSaid(t('saidRemoved', { name: leaving.name }))}
        />
      )}
    </Panel>
  )
}

function KeepForm(props: {
  cycleId: string
  changes: WhatIfBody
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { cycleId, changes, onClose, onSaid } = props
  const t = useWhatIfWords()
  const { t: common } = useTranslation()
  const [name, setName] = useState('')
  const change = useChange({
    send: () => api.post(`cycles/${cycleId}/scenarios`, { name, changes }),
    refresh: refreshScenarios(cycleId),
    onDone: (made) => (onSaid(t('saidKept', { name: made.name })), onClose()),
  })
  return (
    <Modal opened onClose={onClose} title={t('keepTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <TextInput
          label={t('name')}
          description={t('keepText')}
          placeholder={t('nameHint')}
          dir="auto"
          data-autofocus
          value={name}
          error={change.wrong('name')}
          onChange={(event) => (change.reset(), setName(event.currentTarget.value))}
        />
        <DialogFoot change={change} shown={['name']} action={common('save')} onClose={onClose} />
      </form>
    </Modal>
  )
}
