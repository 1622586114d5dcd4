import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { TargetReply } from '#shared/api/targets.ts'
import { rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { userColour } from '#shared/permissions/userColour.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import type { SuggestionQuestion } from '../model/activityOfRow.ts'
import type { SheetTargets } from '../model/SheetTargets.ts'
import type { EditorProps } from '../react/reactEditor.tsx'
import { typedKey } from './typedKey.ts'

export interface TargetWords {
  searching: string
  nothing: string
  /** The names are not for this person. */
  hidden: string
  failed: string
  /** What tells a thing apart from others, in one line; empty: nothing. */
  about: (target: TargetReply) => string
  /** Over the factor that fits the row, and over the others. */
  suggested: string
  others: string
  /** Why it fits. */
  why: (suggestion: FactorSuggestion) => string
}

export interface TargetEditorParams {
  field: Field
  targets: SheetTargets
  /** Writes the value and moves down; into every selected cell when `fill`. */
  commit: (value: string, fill?: boolean) => void
  /** What was typed before this editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
  words: TargetWords
  /** By what a factor is suggested for a row; null: nothing is. */
  questionOf: (row: string) => SuggestionQuestion | null
  /** Key of the column that says the activity; null: none does. */
  activityField: string | null
}

type Found = { state: 'searching' | 'hidden' | 'failed' } | { state: 'found'; things: readonly TargetReply[] }

const SEARCHING: Found = { state: 'searching' }
/** Between two letters of somebody who types. */
const PAUSE_MS = 150

/**
 * A list over the cell that the server searches. What is typed and left without choosing is kept: as the one thing of that
 * name, or as text that is marked.
 */
export function TargetEditor(props: EditorProps & TargetEditorParams & { data?: { id: string } }) {
  const { field, targets, commit, takeTyped, eventKey, value, onValueChange, words } = props
  const combobox = useCombobox({ defaultOpened: true })
  const input = useRef<HTMLInputElement>(null)
  const typed = typedKey(eventKey)
  const [text, setText] = useState(typed ?? startOf(field, value))
  const [isSearching, setSearching] = useState(typed !== null)
  const [found, setFound] = useState<Found>(SEARCHING)
  const wanted = isSearching ? text.trim() : ''

  const begin = useEffectEvent(() => {
    if (typed !== null) {
      onValueChange(typed)
    }
    input.current?.focus()
    if (typed === null) {
      input.current?.select()
    }
  })
  useEffect(() => begin(), [])
  useEffect(() => {
    const stop = new AbortController()
    const search = (): void =>
      void targets.search(wanted, stop.signal).then(
        ({ data, hidden }) => setFound(hidden ? { state: 'hidden' } : { state: 'found', things: data }),
        () => stop.signal.aborted || setFound({ state: 'failed' }),
      )
    const timer = setTimeout(search, wanted === '' ? 0 : PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [targets, wanted])
  const asked = useSuggestion(props)
  const suggestion = asked?.suggestion ?? null
  const row = props.data?.id ?? ''
  const take = (id: string, fill?: boolean): void => {
    if (asked !== null && id === suggestion?.chosen?.factor.id) {
      targets.keepReason({ row, question: asked.question, activityField: props.activityField })
    }
    commit(id, fill)
  }
  const suggested = wanted === '' ? suggestedTarget(suggestion) : null
  const things =
    found.state !== 'found'
      ? []
      : suggested === null
        ? found.things
        : [suggested, ...found.things.filter(({ id }) => id !== suggested.id)]
  const chooseFirst = useEffectEvent(() => combobox.selectFirstOption())
  useEffect(() => {
    if (wanted !== '' && found.state === 'found' && found.things.length > 0) {
      chooseFirst()
    }
  }, [wanted, found])

  return (
    <Combobox
      store={combobox}
      withinPortal
      position="bottom-start"
      width="max-content"
      onOptionSubmit={(id) => {
        onValueChange(id)
        take(id)
      }}
    >
      <Combobox.Target>
        <InputBase
          ref={input}
          data-own-keys=""
          aria-label={field.name}
          className="option-editor"
          value={text}
          onFocus={() => {
            const all = takeTyped()
            if (all !== null) {
              setText(all)
              onValueChange(all)
            }
          }}
          onChange={({ currentTarget }) => {
            // an answer to another text must not be chosen by Enter
            combobox.resetSelectedOption()
            setFound(SEARCHING)
            setSearching(true)
            setText(currentTarget.value)
            onValueChange(currentTarget.value)
            combobox.openDropdown()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') {
              return
            }
            const chosen = things[combobox.getSelectedOptionIndex()]
            const isFill = event.ctrlKey || event.metaKey
            if (isFill || chosen === undefined) {
              event.preventDefault()
              if (chosen === undefined) {
                commit(isSearching ? text : String(value ?? ''), isFill)
              } else {
                take(chosen.id, isFill)
              }
            }
          }}
        />
      </Combobox.Target>
      {/* The class tells AG Grid that the portal belongs to the editor; without preventDefault it would end the edit. */}
      <Combobox.Dropdown
        className="ag-custom-component-popup target-list"
        onMouseDown={(event) => event.preventDefault()}
      >
        <Combobox.Options
          aria-label={field.name}
          mah={300}
          style={{ overflowY: 'auto' }}
          aria-busy={found.state === 'searching'}
        >
          {found.state !== 'found' && <Combobox.Empty>{words[found.state]}</Combobox.Empty>}
          {found.state === 'found' && things.length === 0 && <Combobox.Empty>{words.nothing}</Combobox.Empty>}
          {suggested === null || suggestion === null ? (
            things.map((target) => <Choice key={target.id} target={target} {...{ field, value, words }} />)
          ) : (
            <>
              {things.length > 0 && (
                <Combobox.Group label={words.suggested}>
                  <Choice target={suggested} why={words.why(suggestion)} {...{ field, value, words }} />
                </Combobox.Group>
              )}
              {things.length > 1 && (
                <Combobox.Group label={words.others}>
                  {things.slice(1).map((target) => (
                    <Choice key={target.id} target={target} {...{ field, value, words }} />
                  ))}
                </Combobox.Group>
              )}
            </>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Choice(props: {
  field: Field
  target: TargetReply
  value: unknown
  words: TargetWords
  /** Of what is suggested. */
  why?: string
}) {
  const { field, target, value, words, why = '' } = props
  return (
    <Combobox.Option value={target.id} active={target.id === value}>
      <Line field={field} target={target} about={words.about(target)} />
      {why !== '' && (
        <span className="cap target-why">
          <bdi>{why}</bdi>
        </span>
      )}
    </Combobox.Option>
  )
}

/** What was asked for the row of the editor, and which factor fits; null: nothing, or it is not known yet. */
function useSuggestion({ targets, questionOf, data }: TargetEditorParams & { data?: { id: string } }) {
  const [asked, setAsked] = useState<{ question: SuggestionQuestion; suggestion: FactorSuggestion } | null>(null)
  const row = data?.id ?? ''
  const ask = useEffectEvent((signal: AbortSignal) => {
    const question = questionOf(row)
    return question === null || question.activity === ''
      ? null
      : targets.suggest(question, signal).then((suggestion) => suggestion && { question, suggestion })
  })
  useEffect(() => {
    const stop = new AbortController()
    // without the server the list is as it would be anyhow
    ask(stop.signal)?.then(setAsked, () => {})
    return () => stop.abort()
  }, [row])
  return asked
}

function suggestedTarget(suggestion: FactorSuggestion | null): TargetReply | null {
  const factor = suggestion?.chosen?.factor
  return factor === undefined ? null : { id: factor.id, label: `${factor.name} ${factor.year}`, detail: null, factor }
}

function Line({ field, target, about }: { field: Field; target: TargetReply; about: string }) {
  return (
    <span className="target-line">
      {field.type === 'person' && (
        <Avatar person={{ id: target.id, name: target.label, colour: userColour(target.id) }} size={20} named={false} />
      )}
      <bdi>{target.label}</bdi>
      {about !== '' && (
        <span className="cap">
          <bdi>{about}</bdi>
        </span>
      )}
    </span>
  )
}

/** The name of what stands in the cell; a text that names nothing is gone on with. */
function startOf(field: Field, value: unknown): string {
  if (typeof value !== 'string') {
    return ''
  }
  const state = field.targets?.get(value)?.state
  return state === 'gone' || state === 'hidden' || state === undefined ? '' : rawCellText(field, value)
}
