import { IconArrowRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { GestureChangeReply } from '#shared/api/history.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { formatCell } from '#shared/cells/formatCell.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** How the list shows values and cells. */
export interface HistoryFace {
  model: SheetModel
  words: ColumnWords
  rowName: (row: string) => string
  t: SheetTranslate
  onGo: (cell: CellRef) => void
}

/** One cell from what to what, or what happened to a row. `named`: with the name of the cell, which leads to it. */
export function HistoryChange({
  change,
  named,
  face,
}: {
  change: GestureChangeReply
  named: 'cell' | 'field' | 'no'
  face: HistoryFace
}) {
  const { t, model, onGo } = face
  const { row, field: key, row_change: what } = change
  const first = model.fields[0]?.key
  const field = key === null ? undefined : model.field(key)
  const rowName = named === 'cell' ? face.rowName(row) || t('rowGone') : ''
  const name = [rowName, named === 'no' ? '' : (field?.name ?? '')].filter((part) => part !== '')
  const target = key ?? first
  return (
    <div className="hist-change">
      {name.length > 0 && (
        <button
          type="button"
          className="hist-cell ell"
          onClick={() => target !== undefined && onGo({ row, key: target })}
        >
          {name.map((part, i) => (
            <Fragment key={i}>
              {i > 0 && ' · '}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </button>
      )}
      {what !== null && <span>{t(`row_${what}`)}</span>}
      {key !== null && (
        <span className="chg">
          <span className="old">
            <bdi>{shownValue(face, key, change.old)}</bdi>
          </span>
          <IconArrowRight size={13} stroke={1.8} className="arrow" aria-label={t('becomes')} />
          <span className="new">
            <bdi>{shownValue(face, key, change.new)}</bdi>
          </span>
          {typeof change.new === 'number' && field !== undefined && field.unit !== null && (
            <span className="cap">{unitText(field.unit)}</span>
          )}
        </span>
      )}
    </div>
  )
}

/** As the grid shows it; "empty" where it shows nothing. */
export function shownValue({ model, words, t }: HistoryFace, key: string, value: CellValue): string {
  const field = model.field(key)
  const text = field === undefined ? String(value ?? '') : formatCell(field, value, words)
  return text === '' ? t('empty') : text
}
