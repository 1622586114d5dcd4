import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { WhatIfChoices } from '#shared/api/whatIf.ts'
import { GWP_SETS } from '#shared/emissions/gas.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { detailText } from '#client/i18n/problemWords.ts'
import { ActivityLines } from './ActivityLines.tsx'
import { FactorLines } from './FactorLines.tsx'
import { ScenarioPanel } from './ScenarioPanel.tsx'
import './whatIf.css'
import { bodyOf, draftOf, isYear, NOTHING, type WhatIfDraft } from './whatIfDraft.ts'
import { choicesQuery, whatIfQuery } from './whatIfQueries.ts'
import { WhatIfResult } from './WhatIfResult.tsx'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

const TYPING_PAUSE_MS = 300

/** The current cycle thought otherwise, and what it would come to; nothing of it is real. */
export function WhatIfPage() {
  const t = useWhatIfWords()
  usePageTitle(t('title'))
  const { cycle } = usePlace()
  return (
    <div className="page">
      <div className="page-head">
        <div className="row whatif-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro', { cycle: cycle?.name ?? '' })}</span>
        </div>
      </div>
      {cycle === null ? <p className="cap">{t('noCycle')}</p> : <OfCycle key={cycle.id} cycle={cycle} />}
    </div>
  )
}

function OfCycle({ cycle }: { cycle: CycleReply }) {
  const t = useWhatIfWords()
  useCycleChanges(cycle.id)
  const [draft, setDraft] = useState(NOTHING)
  const body = bodyOf(draft)
  const [settled] = useDebouncedValue(JSON.stringify(body), TYPING_PAUSE_MS)
  const choices = useQuery(choicesQuery(cycle.id))
  const result = useQuery(whatIfQuery(cycle.id, JSON.parse(settled)))
  if (choices.error !== null) {
    return <LoadFailure error={choices.error} onRetry={() => void choices.refetch()} />
  }
  if (choices.data === undefined) {
    return <Skeleton height={320} />
  }
  const refused = result.error instanceof ApiProblem && result.error.details.length > 0 ? result.error.details : null
  const isSame = JSON.stringify(body) === JSON.stringify(bodyOf(NOTHING))
  return (
    <div className="whatif">
      <div className="stack">
        <Changes cycle={cycle} choices={choices.data} draft={draft} onChange={setDraft} />
        <ScenarioPanel
          cycleId={cycle.id}
          changes={body}
          canKeep={!isSame && refused === null}
          onLoad={(changes) => setDraft(draftOf(changes))}
        />
      </div>
      <div className="stack">
        {refused !== null && (
          <div className="note note-bad" role="alert">
            <span>
              {t('refused')} {refused.map(detailText).join(' ')}
            </span>
          </div>
        )}
        {result.error !== null && refused === null && (
          <LoadFailure error={result.error} onRetry={() => void result.refetch()} />
        )}
        {result.data === undefined ? (
          result.error === null && <Skeleton height={320} />
        ) : (
          <WhatIfResult data={result.data} isOld={result.isPlaceholderData || settled !== JSON.stringify(body)} />
        )}
      </div>
    </div>
  )
}

function Changes(props: {
  cycle: CycleReply
  choices: WhatIfChoices
  draft: WhatIfDraft
  onChange: (draft: WhatIfDraft) => void
}) {
  const { cycle, choices, draft, onChange } = props
  const t = useWhatIfWords()
  const set = (more: Partial<WhatIfDraft>): void => onChange({ ...draft, ...more })
  return (
    <Panel
      title={t('changes')}
      aside={
        <Button variant="subtle" size="xs" onClick={() => onChange(NOTHING)}>
          {t('clear')}
        </Button>
      }
    >
      <div className="whatif-basis">
        <NativeSelect
          label={t('gwpSet')}
          value={draft.gwpSet}
          onChange={(event) => set({ gwpSet: event.currentTarget.value })}
          data={[
            { value: '', label: t('gwpNow', { set: cycle.gwp_set }) },
            ...GWP_SETS.filter((one) => one !== cycle.gwp_set),
          ]}
        />
        <TextInput
          label={t('factorYear')}
          inputMode="numeric"
          placeholder={t('yearNow', { year: cycle.factor_year })}
          value={draft.factorYear}
          error={!isYear(draft.factorYear) && t('notAYear')}
          onChange={(event) => set({ factorYear: event.currentTarget.value })}
        />
      </div>
      <FactorLines
        cycle={cycle}
        choices={choices.factors}
        lines={draft.factors}
        onChange={(factors) => set({ factors })}
      />
      <ActivityLines choices={choices} lines={draft.activities} onChange={(activities) => set({ activities })} />
    </Panel>
  )
}
