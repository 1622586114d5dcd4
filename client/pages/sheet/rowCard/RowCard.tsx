import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconForms, IconNotes } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { inReadingOrder, planColumns } from '#client/grid/columnPlan.ts'
import type { ColumnAccess, ColumnWords } from '#client/grid/columns.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { RowField } from './RowField.tsx'
import './rowCard.css'

/** What the card needs of the sheet that it lies over. */
export interface RowPorts {
  access: (field: Field) => ColumnAccess
  /** Ids of the rows on display, in their order. */
  order: () => readonly string[]
  write: (cell: CellRef, raw: CellValue) => void
  /** An editor was opened on this cell. */
  begin: (cell: CellRef) => void
  /** The files of a cell take the place of the card. */
  openFiles: (cell: CellRef) => void
  /** Makes a cell the active one; the keyboard stays in the card. */
  show: (cell: CellRef) => void
}

/** Every field of the active row with an editor of its type: the way to edit where a sheet has no room. */
export function RowCard(props: {
  model: SheetModel
  cell: CellRef | null
  ports: RowPorts
  words: ColumnWords
  rowName: (row: string) => string
  /** How the note of the row begins; null: it has none. */
  note: string | null
  t: SheetTranslate
  onNote: () => void
  onClose: () => void
}) {
  const { model, cell, ports, words, t } = props
  const card = useRef<HTMLElement>(null)
  useEffect(() => card.current?.focus({ preventScroll: true }), [])
  const order = ports.order()
  const place = cell === null ? -1 : order.indexOf(cell.row)
  const step = (by: number): void => {
    const row = order[place + by]
    if (cell !== null && row !== undefined) {
      ports.show({ row, key: cell.key })
    }
  }
  const fields = inReadingOrder(planColumns(model.fields))
  return (
    <aside ref={card} className="side row-card" tabIndex={-1} aria-label={t('rowTitle')} data-testid="row-card">
      <SideHead
        icon={<IconForms size={18} stroke={1.7} />}
        title={cell === null ? t('rowTitle') : props.rowName(cell.row) || t('rowNoName')}
        t={t}
        onClose={props.onClose}
      />
      {cell === null || place < 0 ? (
        <p className="cap row-none">{t('rowNone')}</p>
      ) : (
        <>
          <div className="row-steps">
            <ActionIcon aria-label={t('rowPrevious')} size={36} disabled={place === 0} onClick={() => step(-1)}>
              <IconChevronUp size={18} stroke={1.7} />
            </ActionIcon>
            <span className="cap" aria-live="polite">
              {t('rowPlace', { place: formatNumber(place + 1), all: formatNumber(order.length) })}
            </span>
            <ActionIcon
              aria-label={t('rowNext')}
              size={36}
              disabled={place === order.length - 1}
              onClick={() => step(1)}
            >
              <IconChevronDown size={18} stroke={1.7} />
            </ActionIcon>
          </div>
          <div className="side-scroll row-fields">
            {fields.map((field) => (
              <RowField
                key={`${cell.row} ${field.key}`}
                cell={{ row: cell.row, key: field.key }}
                lock={ports.access(field).lock}
                {...{ field, model, ports, words, t }}
              />
            ))}
            <button type="button" className="row-note" onClick={props.onNote} data-testid="row-note">
              <IconNotes size={16} stroke={1.7} />
              <span className="ell" dir="auto">
                {props.note ?? t('noteOpen')}
              </span>
            </button>
          </div>
        </>
      )}
    </aside>
  )
}
