import { Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import { isCellValue, type CellValue } from '#shared/cells/cellValue.ts'
import type { FieldOption } from '#shared/fields/field.ts'
import type { EditorProps } from '../react/reactEditor.tsx'
import { typedKey } from './typedKey.ts'

export interface OptionsEditorParams {
  options: readonly FieldOption[]
  /** Writes the value (into every selected cell when `fill`) and moves down. */
  commit: (value: CellValue, fill?: boolean) => void
  /** What was typed before this editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
  label: string
  nothingFound: string
  /** "Take … away". */
  remove: (choice: string) => string
}

const SHOWN = 100

/**
 * Several choices of a list, over the cell. Arrows and Space choose; Backspace takes the last one away; Enter takes the
 * marked one, and commits when Space has decided about it, when it is taken already or when none is marked. What is typed and names no choice is kept among them and marked, like anything typed.
 * The cell is written whole: of two people who choose at once, the last one's choices stand.
 */
export function OptionsEditor(props: EditorProps & OptionsEditorParams) {
  const { options, commit, takeTyped, eventKey, value, onValueChange, label, nothingFound, remove, eGridCell } = props
  const combobox = useCombobox({ defaultOpened: true })
  const input = useRef<HTMLInputElement>(null)
  const typed = typedKey(eventKey)
  const [chosen, setChosen] = useState(() => itemsOf(value))
  const [text, setText] = useState(typed ?? '')
  // Space has decided about the marked one: Enter commits
  const [isDecided, setDecided] = useState(false)
  const wanted = text.trim().toLowerCase()
  const found = wanted === '' ? options : options.filter((option) => option.label.toLowerCase().includes(wanted))
  const shown = found.slice(0, SHOWN)
  const labelOf = (id: string): string => options.find((option) => option.id === id)?.label ?? id

  const set = (next: readonly string[], rest: string): void => {
    setChosen(next)
    setText(rest)
    onValueChange(withTyped(next, rest, options))
  }

  const begin = useEffectEvent(() => {
    if (typed !== null) {
      onValueChange(withTyped(chosen, typed, options))
    }
    input.current?.focus()
  })
  const chooseFirst = useEffectEvent(() => {
    if (wanted === '') {
      combobox.resetSelectedOption()
    } else {
      combobox.selectFirstOption()
    }
  })
  useEffect(() => begin(), [])
  useEffect(() => chooseFirst(), [wanted])

  const toggle = (id: string): void =>
    set(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id], '')
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const marked = shown[combobox.getSelectedOptionIndex()]
    const isSpace = event.key === ' ' && text === '' && marked !== undefined
    setDecided(isSpace)
    if (event.key === 'Backspace' && text === '' && chosen.length > 0) {
      event.preventDefault()
      set(chosen.slice(0, -1), '')
    } else if (isSpace) {
      event.preventDefault()
      combobox.clickSelectedOption()
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      const fill = event.ctrlKey || event.metaKey
      if (marked !== undefined && !isDecided && !chosen.includes(marked.id) && !fill) {
        toggle(marked.id)
        combobox.resetSelectedOption()
      } else {
        commit(withTyped(chosen, marked === undefined || fill ? text : '', options), fill)
      }
    }
  }
  return (
    <Combobox store={combobox} withinPortal position="bottom-start" width="max-content" onOptionSubmit={toggle}>
      <Combobox.DropdownTarget>
        <div className="options-editor-box" style={{ width: Math.max(eGridCell.offsetWidth, 240) }}>
          {chosen.map((id) => (
            <span
              key={id}
              className={options.some((option) => option.id === id) ? 'chip-choice' : 'chip-choice chip-wrong'}
            >
              <bdi>{labelOf(id)}</bdi>
              <button
                type="button"
                tabIndex={-1}
                aria-label={remove(labelOf(id))}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => toggle(id)}
              >
                <IconX size={12} stroke={2} aria-hidden />
              </button>
            </span>
          ))}
          <Combobox.EventsTarget withExpandedAttribute>
            <input
              ref={input}
              data-own-keys=""
              aria-label={label}
              value={text}
              onFocus={() => set(chosen, takeTyped() ?? text)}
              onChange={(event) => {
                set(chosen, event.currentTarget.value)
                combobox.openDropdown()
              }}
              onKeyDown={press}
            />
          </Combobox.EventsTarget>
        </div>
      </Combobox.DropdownTarget>
      {/* The class tells AG Grid that the portal belongs to the editor; without preventDefault it would end the edit. */}
      <Combobox.Dropdown className="ag-custom-component-popup" onMouseDown={(event) => event.preventDefault()}>
        <Combobox.Options aria-label={label} mah={260} style={{ overflowY: 'auto' }} aria-multiselectable>
          {shown.length === 0 && <Combobox.Empty>{nothingFound}</Combobox.Empty>}
          {shown.map((option) => {
            const isChosen = chosen.includes(option.id)
            return (
              <Combobox.Option key={option.id} value={option.id} active={isChosen} aria-selected={isChosen}>
                <span className="option-check" data-checked={isChosen || undefined}>
                  {isChosen && <IconCheck size={12} stroke={2.6} aria-hidden />}
                </span>
                <bdi>{option.label}</bdi>
              </Combobox.Option>
            )
          })}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function itemsOf(value: unknown): readonly string[] {
  if (!isCellValue(value) || value === null || value === '') {
    return []
  }
  return Array.isArray(value) ? value : [String(value)]
}

/** The choices together with what stands in the input and was not chosen from the list; null when there is nothing. */
function withTyped(chosen: readonly string[], text: string, options: readonly FieldOption[]): CellValue {
  const typed = itemsOf(coerceCell({ type: 'options', options }, text))
  const all = [...new Set([...chosen, ...typed])]
  return all.length === 0 ? null : all
}
