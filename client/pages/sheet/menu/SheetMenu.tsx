import { lazy, Suspense, useState } from 'react'
import { isGroupId } from '#client/grid/groups/groupId.ts'
import type { RowView } from '#client/grid/view/RowView.ts'
import type { BulkAction } from '../bulk/BulkDialog.tsx'
import type { BulkFace } from '../bulk/BulkFace.ts'
import { CellMenu } from './CellMenu.tsx'
import { GroupMenu } from './GroupMenu.tsx'

const BulkDialog = lazy(() => import('../bulk/BulkDialog.tsx').then((file) => ({ default: file.BulkDialog })))

/** Ids of the rows on display: none of closed groups. */
const shownRows = (rows: RowView): string[] => rows.lines().flatMap(({ id }) => (isGroupId(id) ? [] : [id]))

type MenuProps = Parameters<typeof CellMenu>[0]

/** The menu of the cells, and the dialogs that it opens. */
export function SheetMenu(
  props: Omit<MenuProps, 'place' | 'canSplit' | 'onBulk'> & {
    place: MenuProps['place'] | null
    face: Pick<BulkFace, 'description' | 'model' | 'words'>
    /** The rows on display. */
    rows: RowView
    writable: ReadonlySet<number>
  },
) {
  const { place, face, rows, writable, controller, ...menu } = props
  const [action, setAction] = useState<BulkAction | null>(null)
  const isWritable: BulkFace['isWritable'] = ({ type, ordinal }) => type !== 'formula' && writable.has(ordinal)
  const active = place === null ? null : (controller.current?.selection.active ?? null)
  const head = active === null ? null : rows.groups.head(active.row)
  const month = face.model.fields.find(({ role }) => role === 'month')
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
          onBulk={setAction}
        />
      )}
      {action !== null && controller.current !== null && (
        <Suspense>
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
        </Suspense>
      )}
    </>
  )
}
