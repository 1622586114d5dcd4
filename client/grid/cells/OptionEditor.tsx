import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { FieldOption } from '#shared/fields/field.ts'
import type { EditorProps } from '../react/reactEditor.tsx'
import { typedKey } from './typedKey.ts'

export interface OptionEditorParams {
  options: readonly FieldOption[]
  /** Writes the value and moves down; into every selected cell when `fill`. */
  commit: (value: string, fill?: boolean) => void
  label: string
  nothingFound: string
  /** What was typed before this editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
}

const SHOWN = 100

/** A searchable list over the cell. What is typed and not in the list is kept as text and marked, like anything typed. */
export function OptionEditor(props: EditorProps & OptionEditorParams) {
  const { options, commit, eventKey, value, onValueChange, label, nothingFound, takeTyped } = props
  const combobox = useCombobox({ defaultOpened: true })
  const input = useRef<HTMLInputElement>(null)
  const typed = typedKey(eventKey)
  const [text, setText] = useState(typed ?? options.find((option) => option.id === value)?.label ?? String(value ?? ''))
  const [isSearching, setSearching] = useState(typed !== null)
  const wanted = text.trim().toLowerCase()
  const found = isSearching ? options.filter((option) => option.label.toLowerCase().includes(wanted)) : options
  const shown = found.slice(0, SHOWN)

  const begin = useEffectEvent(() => {
    if (typed !== null) {
      onValueChange(typed)
    }
    input.current?.focus()
    if (typed === null) {
      input.current?.select()
    }
  })
  const chooseFirst = useEffectEvent(() => combobox.selectFirstOption())
  useEffect(() => begin(), [])
  useEffect(() => {
    if (isSearching && wanted !== '') {
      chooseFirst()
    }
  }, [wanted, isSearching])

  return (
    <Combobox
      store={combobox}
      withinPortal
      position="bottom-start"
      width="max-content"
      onOptionSubmit={(id) => {
        onValueChange(id)
        commit(id)
      }}
    >
      <Combobox.Target>
        <InputBase
          ref={input}
          data-own-keys=""
          aria-label={label}
          className="option-editor"
          value={text}
          onFocus={() => {
            const all = takeTyped()
            if (all !== null) {
              setText(all)
              onValueChange(all)
            }
          }}
          onChange={(event) => {
            setSearching(true)
            setText(event.currentTarget.value)
            onValueChange(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') {
              return
            }
            const chosen = shown[combobox.getSelectedOptionIndex()]
            if (event.ctrlKey || event.metaKey) {
              event.preventDefault()
              commit(chosen?.id ?? text, true)
            } else if (chosen === undefined) {
              event.preventDefault()
              commit(text)
            }
          }}
        />
      </Combobox.Target>
      {/* The class tells AG Grid that the portal belongs to the editor; without preventDefault it would end the edit. */}
      <Combobox.Dropdown className="ag-custom-component-popup" onMouseDown={(event) => event.preventDefault()}>
        <Combobox.Options aria-label={label} mah={260} style={{ overflowY: 'auto' }}>
          {shown.length === 0 && <Combobox.Empty>{nothingFound}</Combobox.Empty>}
          {shown.map((option) => (
            <Combobox.Option key={option.id} value={option.id} active={option.id === value}>
              {option.label}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
