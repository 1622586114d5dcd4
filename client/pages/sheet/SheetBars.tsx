import { IconLock } from '@tabler/icons-react'
import type { RefObject } from 'react'
import type { GridController } from '#client/grid/GridController.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import type { RowView } from '#client/grid/view/RowView.ts'
import { FilterBar } from './FilterBar.tsx'
import { TimeBar } from './history/TimeBar.tsx'
import type { useHistory } from './history/useHistory.ts'
import type { useChangedRows } from './changes/useChangedRows.ts'
import { focusActiveCell, type useColumnWords } from './sheetHooks.ts'
import type { SheetView } from './view/useSheetView.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** Above the sheet: the moment that is shown, whether the cycle is locked, and what narrows the rows. */
export function SheetBars(props: {
  history: ReturnType<typeof useHistory>
  cell: CellRef | null
  controller: RefObject<GridController | null>
  /** Name of the cycle when it is locked. */
  lockedCycle: string | null
  filter: RowFilter | null
  look: SheetView
  model: SheetModel
  rows: RowView
  changes: ReturnType<typeof useChangedRows>
  words: ReturnType<typeof useColumnWords>
  hasFilters: boolean
  asked: number
  t: SheetTranslate
  onClose: () => void
}) {
  const { history, cell, controller, lockedCycle, t } = props
  const { travel, isPast } = history
  return (
    <div className="sheet-bars">
      <TimeBar
        travel={travel}
        onPutBack={
          isPast && history.mayPutBack(cell)
            ? () => controller.current !== null && history.putBack(controller.current)
            : null
        }
        t={t}
      />
      {lockedCycle !== null && (
        <div className="timebar" data-testid="locked-bar">
          <IconLock size={15} stroke={1.8} />
          <span>
            <b>{t('lockedBar', { cycle: lockedCycle })}</b> {t('lockedText')}
          </span>
        </div>
      )}
      {props.hasFilters && (
        <FilterBar
          filter={props.filter}
          look={props.look}
          model={props.model}
          shown={props.rows.rows().length}
          changes={props.changes}
          onFoldAll={(areClosed) => controller.current?.groups.foldAll(areClosed)}
          words={props.words}
          asked={props.asked}
          t={t}
          onClose={() => {
            props.onClose()
            focusActiveCell(controller.current)
          }}
        />
      )}
    </div>
  )
}
