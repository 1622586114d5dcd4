import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { late } from '#client/components/late.tsx'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { parseDate, parseMonth } from '#shared/cells/parseDate.ts'
import type { EditorProps } from '#client/grid/react/reactEditor.tsx'
import { today } from '#client/grid/today.ts'
import { moved } from './moved.ts'

const Calendar = late(() => import('./Calendar.tsx').then((file) => file.Calendar))

export interface CalendarEditorParams {
  type: 'date' | 'month'
  /** Writes the value (into every selected cell when `fill`) and moves down. */
  commit: (value: CellValue, fill?: boolean) => void
  /** What was typed before this editor was there; null when it was not opened by typing. */
  takeTyped: () => string | null
  label: string
  rtl: boolean
  words: CalendarWords
}

export interface CalendarWords {
  /** Of the page, for names of months and for the first day of the week. */
  language: string
  calendar: string
  previous: string
  next: string
}

/**
 * A calendar under the text of the cell. The keyboard stays in the text: arrows move the day, Page Up and Down the month,
 * Enter takes it, and whoever types is read as in any cell.
 */
export function CalendarEditor(props: EditorProps & CalendarEditorParams) {
  const { type, commit, takeTyped, value, onValueChange, label, rtl, words, eGridCell } = props
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value === null || value === undefined ? '' : String(value))
  const [isTyping, setTyping] = useState(false)
  const parse = type === 'date' ? parseDate : parseMonth
  const chosen = parse(text)
  const at = chosen ?? today(type)

  const set = (next: string): void => {
    setText(next)
    onValueChange(next)
  }

  const begin = useEffectEvent(() => {
    input.current?.focus()
    input.current?.select()
  })
  useEffect(() => begin(), [])

  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      commit(text, event.ctrlKey || event.metaKey)
      return
    }
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    // whoever types moves in the text with the arrows to the sides
    const to = event.shiftKey || event.ctrlKey || (isTyping && isSideways) ? null : moved(type, at, event.key, rtl)
    if (to !== null) {
      event.preventDefault()
      setTyping(false)
      set(chosen === null ? at : to)
      requestAnimationFrame(() => input.current?.select())
    }
  }
  return (
    <div className="calendar-editor" style={{ minWidth: eGridCell.offsetWidth }}>
      <input
        ref={input}
        data-own-keys=""
        aria-label={label}
        aria-haspopup="grid"
        value={text}
        dir="auto"
        onFocus={() => {
          const all = takeTyped()
          if (all !== null) {
            setTyping(true)
            set(all)
          }
        }}
        onChange={(event) => {
          setTyping(true)
          set(event.currentTarget.value)
        }}
        onKeyDown={press}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keeps the keyboard in the text */}
      <div className="calendar-sheet" onMouseDown={(event) => event.preventDefault()}>
        <Calendar {...{ type, at, chosen, words }} onPick={(picked) => commit(picked)} />
      </div>
    </div>
  )
}
