import { Menu } from '@mantine/core'
import { IconHistory, IconMathFunction } from '@tabler/icons-react'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { ScopeKind } from './historyQueries.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** What can be asked about the active cell, where it was clicked. */
export function CellMenu(props: {
  place: { x: number; y: number }
  t: SheetTranslate
  onHistory: (scope: ScopeKind) => void
  onExplain: () => void
  onClose: () => void
}) {
  const { place, t, onHistory } = props
  return (
    <Menu opened onClose={props.onClose} position="bottom-start" offset={2} returnFocus>
      <Menu.Target>
        <span className="menu-place" style={{ left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconHistory {...ICON} />}
          rightSection={<kbd className="kbd">Alt+Shift+H</kbd>}
          onClick={() => onHistory('cell')}
        >
          {t('historyOfCell')}
        </Menu.Item>
        <Menu.Item leftSection={<IconHistory {...ICON} />} onClick={() => onHistory('row')}>
          {t('historyOfRow')}
        </Menu.Item>
        <Menu.Item leftSection={<IconMathFunction {...ICON} />} onClick={props.onExplain}>
          {t('explainTitle')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
