import { exactMoment, whenAgo } from '#client/i18n/dates.ts'
import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import { planColumns } from '#client/grid/columnPlan.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetAddress } from '../history/historyQueries.ts'
import { planRow, type PresentSheet, type RestorePlan } from '../history/restore.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { deletedRows } from './deletedRows.ts'
import { useDeletions, type Deletion } from './useDeletions.ts'
import './deletedRows.css'

const PAGE = 20
/** So many of its values tell a row from the others. */
const TOLD_VALUES = 4

/** The rows that were deleted, by whom and when, and the way back for each. One restore is one step that can be undone. */
export function DeletedRowsPanel(props: {
  sheet: SheetAddress
  model: SheetModel
  words: ColumnWords
  rowName: (row: string) => string
  present: PresentSheet
  t: SheetTranslate
  onRestore: (plan: RestorePlan) => void
  onClose: () => void
}) {
  const { model, present, t } = props
  const [most, setMost] = useState(PAGE)
  const rows = deletedRows(model)
  const listed = rows.slice(0, most)
  const deletions = useDeletions(props.sheet, listed)
  const restore = (ids: readonly string[]): void => {
    const plans = ids.map((row) => planRow(present, row, new Map()))
    props.onRestore({
      writes: plans.flatMap(({ writes }) => writes),
      refused: plans.reduce((sum, { refused }) => sum + refused, 0),
      changedSince: 0,
    })
  }
  return (
    <aside className="side" aria-label={t('deletedRows')} data-testid="deleted-rows">
      <SideHead icon={<IconTrash size={18} stroke={1.7} />} title={t('deletedRows')} t={t} onClose={props.onClose} />
      <div className="side-scroll">
        <p className="dim">{t(rows.length === 0 ? 'deletedRowsNone' : 'deletedRowsText')}</p>
        <ul className="deleted-rows">
          {listed.map((row) => (
            <DeletedRow
              key={row}
              {...props}
              row={row}
              deletion={deletions.get(row)}
              onRestoreRow={() => restore([row])}
            />
          ))}
        </ul>
        {rows.length > most && (
          <Button variant="default" fullWidth onClick={() => setMost(most + PAGE)}>
            {t('deletedRowsMore')}
          </Button>
        )}
      </div>
      {rows.length > 1 && (
        <div className="side-foot">
          <Button variant="default" onClick={() => restore(rows)}>
            {t('deletedRowsRestoreAll', { count: rows.length, shown: formatNumber(rows.length) })}
          </Button>
        </div>
      )}
    </aside>
  )
}

function DeletedRow(props: {
  row: string
  model: SheetModel
  words: ColumnWords
  rowName: (row: string) => string
  deletion: Deletion | undefined
  t: SheetTranslate
  onRestoreRow: () => void
}) {
  const { row, deletion, t } = props
  const { language } = useTranslation().i18n
  const name = props.rowName(row)
  const title = name === '' ? t('deletedRowsEmpty') : name
  const values = valuesOf(props)
  return (
    <li data-testid="deleted-row">
      <div className="deleted-row-text">
        <b className="ell">
          <bdi>{title}</bdi>
        </b>
        {values !== '' && (
          <div className="ell">
            <bdi>{values}</bdi>
          </div>
        )}
        {deletion !== undefined && (
          <div className="cap" title={exactMoment(deletion.at, language)}>
            {t('deletedRowsBy', {
              name: deletion.user?.name ?? t('aProgram'),
              when: whenAgo(deletion.at, language),
            })}
          </div>
        )}
      </div>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('deletedRowsRestoreThis', { row: title })}
        onClick={props.onRestoreRow}
      >
        {t('deletedRowsRestore')}
      </Button>
    </li>
  )
}

/** What it held besides its name: "4 321 L · Gas oil". */
function valuesOf({ row, model, words }: { row: string; model: SheetModel; words: ColumnWords }): string {
  const texts = planColumns(model.fields).entered.flatMap((field) => {
    const text = field.role === 'month' ? '' : formatCell(field, model.value(row, field.key), words)
    return text === '' ? [] : [field.type === 'number' ? `${text}\u00a0${unitText(field.unit)}`.trimEnd() : text]
  })
  return texts.slice(0, TOLD_VALUES).join(' · ')
}
