import { Menu } from '@mantine/core'
import { IconLayersSubtract, IconX } from '@tabler/icons-react'
import { groupedBy, notGroupedBy, type ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { ViewChange } from './useSheetView.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** Groups by a column, or within the groups that there are. */
export function GroupItems(props: {
  column: string
  view: ViewState
  t: SheetTranslate
  onChange: (change: ViewChange) => void
}) {
  const { column, view, t, onChange } = props
  const isIn = view.groups.includes(column)
  const others = view.groups.filter((key) => key !== column)
  return (
    <>
      {!(isIn && others.length === 0) && (
        <Menu.Item
          leftSection={<IconLayersSubtract {...ICON} />}
          onClick={() => onChange((one) => groupedBy(one, column, false))}
        >
          {t(others.length > 0 ? 'groupByOnly' : 'groupBy')}
        </Menu.Item>
      )}
      {!isIn && others.length > 0 && (
        <Menu.Item
          leftSection={<IconLayersSubtract {...ICON} />}
          onClick={() => onChange((one) => groupedBy(one, column, true))}
        >
          {t('groupByToo')}
        </Menu.Item>
      )}
      {isIn && (
        <Menu.Item leftSection={<IconX {...ICON} />} onClick={() => onChange((one) => notGroupedBy(one, column))}>
          {t('groupNot')}
        </Menu.Item>
      )}
    </>
  )
}
