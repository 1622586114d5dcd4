import { Menu } from '@mantine/core'
import { IconBaselineDensityMedium, IconCheck } from '@tabler/icons-react'
import { ROW_HEIGHTS } from '#shared/views/rowHeights.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { SheetView } from './useSheetView.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** How high the rows of this view are. */
export function RowHeightItems({ look, t, focusGrid }: { look: SheetView; t: SheetTranslate; focusGrid: () => void }) {
  const { rowHeight } = look.view
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconBaselineDensityMedium {...ICON} />}>
          {t('rowHeight', { height: t(`rowHeight_${rowHeight}`) })}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {ROW_HEIGHTS.map((height) => (
          <Menu.Item
            key={height}
            aria-current={height === rowHeight}
            leftSection={height === rowHeight ? <IconCheck {...ICON} /> : <span className="saved-views-gap" />}
            onClick={() => {
              look.change((view) => ({ ...view, rowHeight: height }))
              requestAnimationFrame(focusGrid)
            }}
          >
            {t(`rowHeight_${height}`)}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  )
}
