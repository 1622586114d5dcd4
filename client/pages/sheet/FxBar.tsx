import { ActionIcon, Tooltip } from '@mantine/core'
import { IconForms, IconHistory, IconMathFunction, IconNotes } from '@tabler/icons-react'
import { type CellWords, formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { unitText } from '#client/grid/unitText.ts'
import { explainCell } from './explain/explainCell.ts'
import { noResult } from './words/noResult.ts'
import { formulaProblemText } from './formulaProblems/formulaProblemText.ts'
import type { SheetNotes } from './note/useSheetNotes.ts'
import { problemText } from './problems/problemText.ts'
import { useColumnWords } from './sheetHooks.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** The equation of the active cell, in the words of the fields and then in numbers; or its value. */
export function FxBar(props: {
  model: SheetModel
  cell: CellRef | null
  rowName: string
  t: SheetTranslate
  onExplain: () => void
  onRow: () => void
  notes: SheetNotes
  onHistory: () => void
}) {
  const { model, cell, rowName, t, onExplain } = props
  const words = useColumnWords(t)
  const field = cell === null ? undefined : model.field(cell.key)
  if (cell === null || field === undefined) {
    return (
      <div className="fx-bar">
        <span className="dim ell">{t('fxHint')}</span>
      </div>
    )
  }
  const isNoted = props.notes.noted.has(cell.row)
  return (
    <div className="fx-bar" data-testid="fx-bar">
      <span className="fx-name">
        <b>{field.name}</b>
        <span className="dim ell">
          <bdi>{rowName}</bdi>
        </span>
      </span>
      <IconMathFunction size={15} stroke={1.7} className="fx-icon" />
      <span className="fx-body ell">
        {isReleasedResult(field)
          ? released(model, cell, t)
          : field.type === 'formula'
            ? equation(model, cell, t)
            : entered(model, cell, words, t)}
      </span>
      {(field.type === 'formula' || field.type === 'factor') && (
        <button type="button" className="link fx-more" onClick={onExplain}>
          {t('explain')}
        </button>
      )}
      <Tooltip label={t('rowOpen')}>
        <ActionIcon className="tool-icon" aria-label={t('rowOpen')} size={24} onClick={props.onRow}>
          <IconForms size={15} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('noteOpen')} (Shift+F2)`}>
        <ActionIcon
          className={isNoted ? 'tool-icon fx-noted' : 'tool-icon'}
          aria-label={t(isNoted ? 'noteOpenHas' : 'noteOpen')}
          aria-keyshortcuts="Shift+F2"
          size={24}
          onClick={props.notes.open}
        >
          <IconNotes size={15} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('historyOfCell')} (Alt+Shift+H)`}>
        <ActionIcon
          className="tool-icon fx-history"
          aria-label={t('historyOfCell')}
          aria-keyshortcuts="Alt+Shift+H"
          size={24}
          onClick={props.onHistory}
        >
          <IconHistory size={15} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function entered(model: SheetModel, cell: CellRef, words: CellWords, t: SheetTranslate) {
  const field = model.field(cell.key)
  const value = model.value(cell.row, cell.key)
  if (field === undefined || value === null || value === '') {
    return <span className="dim">{t('empty')}</span>
  }
  const problem = model.state(cell.row, cell.key).problem
  return (
    <>
      <bdi>
        {formatCell(field, value, words).replaceAll('\n', ' ')}
        {typeof value === 'number' && field.unit !== null ? ` ${unitText(field.unit)}` : ''}
      </bdi>
      {problem !== null && <span className="bad fx-problem">{problemText(problem, field, value, t)}</span>}
    </>
  )
}

function released(model: SheetModel, cell: CellRef, t: SheetTranslate) {
  const computed = model.computed(cell.row, cell.key)
  return (
    <>
      {typeof computed === 'object' && computed !== null ? (
        <span className="warn">{noResult(computed.error, t)}</span>
      ) : (
        <bdi>
          <b>{shownResult(computed, model.field(cell.key)?.unit ?? null)}</b>
        </bdi>
      )}
      <span className="dim"> · {t('releasedResult')}</span>
    </>
  )
}

function equation(model: SheetModel, cell: CellRef, t: SheetTranslate) {
  const explanation = explainCell(model, cell.row, cell.key)
  const computed = model.computed(cell.row, cell.key)
  if (explanation === null) {
    const [problem] = model.plans.problems.get(cell.key) ?? []
    const formula = model.field(cell.key)?.formula ?? ''
    return (
      <span className="bad">
        {problem ? formulaProblemText(problem, formula, t('editorLanguage')) : t('waitingFor')}
      </span>
    )
  }
  // a formula is not mirrored
  return (
    <bdi dir="ltr">
      {explanation.words.map((part, i) => (
        <span key={i} className={part.kind === 'field' ? 'fx-f' : part.kind === 'factor' ? 'fx-p' : undefined}>
          {part.text}
        </span>
      ))}
      <span className="fx-eq">=</span>
      {typeof computed === 'object' && computed !== null ? (
        <bdi className="warn">{noResult(computed.error, t)}</bdi>
      ) : (
        <bdi>
          {explanation.numbers} = <b>{shownResult(computed, explanation.field.unit)}</b>
        </bdi>
      )}
    </bdi>
  )
}

/** Four digits are enough beside the equation; the cell and the copy carry all. */
function shownResult(value: number | string | boolean | null, unit: string | null): string {
  if (typeof value !== 'number') {
    return value === null ? '–' : String(value)
  }
  const digits = Math.abs(value) >= 1000 ? Math.round(value * 10) / 10 : Number(value.toPrecision(5))
  return unit === null ? formatNumber(digits) : `${formatNumber(digits)}\u00a0${unitText(unit)}`
}
