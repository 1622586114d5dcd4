import { Radio, Textarea } from '@mantine/core'
import { DECLARED_STATES, type DeclaredState } from '#shared/boundary/declaration.ts'
import { STATE_TEXTS, STATE_WORDS } from './stateWords.ts'
import { useDeclarationWords } from './words/useDeclarationWords.ts'
import './declarations.css'

/** What is declared, and why. */
export interface DeclaredDraft {
  /** Null: nothing is declared. */
  state: DeclaredState | null
  reason: string
}

/** The choice of a state, and the reason for it. */
export function DeclaredStateFields(props: {
  draft: DeclaredDraft
  onDraft: (draft: DeclaredDraft) => void
  /** What it means that nothing is declared; null: that is no choice. */
  undeclared: string | null
  /** What is wrong with the reason. */
  wrong: string | undefined
}) {
  const { draft, onDraft, undeclared, wrong } = props
  const { state, reason } = draft
  const t = useDeclarationWords()
  return (
    <>
      <Radio.Group
        label={t('state')}
        value={state ?? ''}
        onChange={(chosen) => onDraft({ state: DECLARED_STATES.find((one) => one === chosen) ?? null, reason })}
      >
        <div className="declared-choices">
          {undeclared !== null && <Radio value="" label={t('undeclared')} description={undeclared} />}
          {DECLARED_STATES.map((one) => (
            <Radio key={one} value={one} label={t(STATE_WORDS[one])} description={t(STATE_TEXTS[one])} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t('reason')}
        description={t('reasonText')}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        disabled={state === null}
        value={reason}
        error={wrong}
        onChange={(event) => onDraft({ state, reason: event.currentTarget.value })}
      />
    </>
  )
}
