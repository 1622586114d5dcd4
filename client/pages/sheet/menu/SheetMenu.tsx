import { useState } from 'react'
import { late } from '#client/components/late.tsx'
import { isGroupId } from '#client/grid/groups/groupId.ts'
import type { RowView } from '#client/grid/view/RowView.ts'
import type { BulkAction } from '../bulk/BulkDialog.tsx'
import type { BulkFace } from '../bulk/BulkFace.ts'
import type { CellEstimate } from '../estimates/CellEstimate.tsx'
import type { EstimateOf } from '../estimates/useSheetEstimates.ts'
import { isStraddlingRow } from '../periods/isStraddlingRow.ts'
import { CellMenu } from './CellMenu.tsx'
import { GroupMenu } from './GroupMenu.tsx'

const BulkDialog = late(() => import('../bulk/BulkDialog.tsx').then((file) => file.BulkDialog))

const CellEstimateDialog = late(() => import('../estimates/CellEstimate.tsx').then((file) => file.CellEstimateDialog))

/** Ids of the rows on display: none of closed groups. */
const shownRows = (rows: RowView): string[] => rows.lines().flatMap(({ id }) => (isGroupId(id) ? [] : [id]))

type MenuProps = Parameters<typeof CellMenu>[0]

/** The menu of the cells, and the dialogs that it opens. */
export function SheetMenu(
  props: Omit<
    MenuProps,
    'place' | 'canSplit' | 'isStraddling' | 'canChooseFactors' | 'onBulk' | 'estimate' | 'onEstimate'
  > & {
    place: MenuProps['place'] | null
    face: Pick<BulkFace, 'description' | 'model' | 'words'>
    /** The rows on display. */
    rows: RowView
    writable: ReadonlySet<number>
    estimateOf: EstimateOf
    rowName: (row: string) => string
  },
) {
  const { place, face, rows, writable, controller, estimateOf, rowName, ...menu } = props
  const [estimate, setEstimate] = useState<CellEstimate | null>(null)
  const [action, setAction] = useState<BulkAction | null>(null)
  const isWritable: BulkFace['isWritable'] = ({ type, ordinal }) => type !== 'formula' && writable.has(ordinal)
  const active = place === null ? null : (controller.current?.selection.active ?? null)
  const head = active === null ? null : rows.groups.head(active.row)
  const month = face.model.fields.find(({ role }) => role === 'month')
  const field = active === null ? undefined : face.model.field(active.key)
  const ofCell = (): CellEstimate | null => {
    if (active === null || field === undefined || field.type !== 'number') {
      return null
    }
    const found = estimateOf(active.row, field.key)
    if (found !== null) {
      return { kind: 'about', estimate: found, mayEnd: isWritable(field) }
    }
    const isEmpty = face.model.value(active.row, field.key) === null
    const what = `${field.name}, ${rowName(active.row)}`
    return isEmpty && isWritable(field) ? { kind: 'make', row: active.row, field, what } : null
  }
  return (
    <>
      {place !== null && head !== null && controller.current !== null && (
        <GroupMenu {...menu} controller={controller.current} {...{ place, head }} />
      )}
      {place !== null && head === null && (
        <CellMenu
          {...menu}
          controller={controller}
          place={place}
          canSplit={month !== undefined && isWritable(month)}
          isStraddling={isStraddlingRow(face, active?.row ?? null)}
          canChooseFactors={face.model.fields.some((field) => field.type === 'factor' && isWritable(field))}
          onBulk={setAction}
          estimate={ofCell()}
          onEstimate={setEstimate}
        />
      )}
      {estimate !== null && (
        <CellEstimateDialog
          of={estimate}
          sheet={face.description}
          say={menu.say}
          onClose={() => {
            setEstimate(null)
            controller.current?.takeFocus()
          }}
        />
      )}
      {action !== null && controller.current !== null && (
        <BulkDialog
          action={action}
          face={{
            ...face,
            controller: controller.current,
            shown: shownRows(rows),
            isWritable,
            mayAddRows: menu.canAddRows,
            mayDeleteRows: menu.canDeleteRows,
            t: menu.t,
            say: menu.say,
            onClose: () => {
              setAction(null)
              controller.current?.takeFocus()
            },
          }}
        />
      )}
    </>
  )
}
