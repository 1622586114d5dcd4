import { Textarea } from '@mantine/core'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { SheetReply } from '#shared/api/sheets.ts'
import { unitText } from '#client/grid/unitText.ts'
import { formulaProblemText } from '../formulaProblems/formulaProblemText.ts'
import { useFormulaCheck } from '../newColumn/useFormulaCheck.ts'
import { vocabulary } from './vocabulary.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { complete, completionsFor, wordAt, type Completion } from './completion.ts'
import { formulaTablesQuery } from './designerQueries.ts'
import './formula.css'

/** What a formula is checked against. */
export type FormulaGround = Pick<SheetReply, 'table' | 'compute'>

/** A formula with what can be written where the caret is, and what it gives or what is wrong with it while it is typed. */
export function FormulaEditor(props: {
  ground: FormulaGround
  formula: string
  unit: string | null
  /** Of the server, when it was asked to take it. */
  error?: string | undefined
  t: SheetTranslate
  onChange: (formula: string) => void
}) {
  const { ground, formula, unit, error, t, onChange } = props
  const id = useId()
  const input = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState(0)
  const placed = useRef<number | null>(null)
  const tables = useQuery(formulaTablesQuery(ground.table.id)).data?.data
  const checked = useFormulaCheck(ground, formula, unit, tables)
  const all = useMemo(() => vocabulary(ground.table, tables ?? [], ground.compute.parameters ?? []), [ground, tables])
  const word = caret === null ? null : wordAt(formula, caret)
  const offered = word === null ? [] : completionsFor(word.word, all)
  const at = Math.min(chosen, offered.length - 1)
  useEffect(() => {
    if (placed.current !== null) {
      input.current?.setSelectionRange(placed.current, placed.current)
      placed.current = null
    }
  })
  const write = (next: { formula: string; caret: number }): void => {
    placed.current = next.caret
    onChange(next.formula)
    setCaret(null)
    input.current?.focus()
  }
  const take = (completion: Completion): void =>
    write(complete(formula, input.current?.selectionStart ?? formula.length, completion))
  const insert = (key: string): void => {
    const { selectionStart: start, selectionEnd: end } = input.current ?? { selectionStart: 0, selectionEnd: 0 }
    write({ formula: formula.slice(0, start) + key + formula.slice(end), caret: start + key.length })
  }
  const handleKey = (event: KeyboardEvent): void => {
    if (offered.length === 0) {
      return
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setChosen((at + step + offered.length) % offered.length)
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault()
      take(offered[at]!)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      setCaret(null)
    }
  }
  const problem =
    checked?.ok === false
      ? checked.problems.map((one) => formulaProblemText(one, formula, t('editorLanguage'))).join(' ')
      : undefined
  return (
    <div className="formula-editor">
      <Textarea
        ref={input}
        label={t('newColumnFormula')}
        description={t('formulaHint')}
        className="new-formula"
        autosize
        minRows={2}
        maxRows={8}
        dir="ltr"
        spellCheck={false}
        maxLength={2000}
        placeholder='quantity * factor(fuel, "CO2e")'
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={offered.length > 0 ? `${id}-${at}` : undefined}
        value={formula}
        error={error ?? problem}
        onChange={(event) => {
          setChosen(0)
          setCaret(event.currentTarget.selectionStart)
          onChange(event.currentTarget.value)
        }}
        onKeyDown={handleKey}
        onBlur={() => setCaret(null)}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('formulaOffers')}
        hidden={offered.length === 0}
        className="formula-offers"
      >
        {offered.map((one, n) => (
          <li
            key={one.label}
            id={`${id}-${n}`}
            role="option"
            aria-selected={n === at}
            // the input keeps the focus, and with it the caret
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            <code dir="ltr">{one.label}</code>
            <span className="cap">
              <bdi>{one.about}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p className="cap new-formula-result" role="status">
        {checked?.ok === true &&
          (checked.type === 'number'
            ? t('newColumnGives', { unit: unitText(checked.unit) || t('newColumnPlain') })
            : t('newColumnGivesText'))}
      </p>
      <div className="new-formula-keys" role="group" aria-label={t('newColumnKeys')}>
        {ground.table.fields.map(({ key, name }) => (
          <button
            key={key}
            type="button"
            className="tag"
            title={name}
            dir="ltr"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => insert(key)}
          >
            {key}
          </button>
        ))}
      </div>
    </div>
  )
}
