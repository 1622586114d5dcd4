import { lazy, Suspense, useState } from 'react'
import type { BulkAction } from '../bulk/BulkDialog.tsx'
import type { BulkFace } from '../bulk/BulkFace.ts'
import { CellMenu } from './CellMenu.tsx'

const BulkDialog = lazy(() => import('../bulk/BulkDialog.tsx').then((file) => ({ default: file.BulkDialog })))

type MenuProps = Parameters<typeof CellMenu>[0]

/** The menu of the cells, and the dialogs that it opens. */
export function SheetMenu(
  props: Omit<MenuProps, 'place' | 'canSplit' | 'onBulk'> & {
    place: MenuProps['place'] | null
    face: Pick<BulkFace, 'description' | 'model' | 'words'>
    /** Ids of the rows on display. */
    shown: () => readonly string[]
    writable: ReadonlySet<number>
  },
) {
  const { place, face, shown, writable, controller, ...menu } = props
  const [action, setAction] = useState<BulkAction | null>(null)
  const isWritable: BulkFace['isWritable'] = ({ type, ordinal }) => type !== 'formula' && writable.has(ordinal)
  const month = face.model.fields.find(({ role }) => role === 'month')
  return (
    <>
      {place !== null && (
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
              shown: shown(),
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
