import { Menu } from '@mantine/core'
import { IconChevronDown, IconChevronsDown, IconChevronsUp, IconChevronUp } from '@tabler/icons-react'
import type { GridController } from '#client/grid/GridController.ts'
import type { GroupHead } from '#client/grid/groups/layOutGroups.ts'
import { keyName } from '../shortcuts/keyName.ts'
import { MenuPlace } from '../view/MenuPlace.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** What can be done at the head of a group. */
export function GroupMenu(props: {
  head: GroupHead
  place: { x: number; y: number }
  controller: GridController
  canAddRows: boolean
  rtl: boolean
  t: SheetTranslate
  onClose: () => void
}) {
  const { head, controller, rtl, t } = props
  const keys = `Alt+Shift+${head.isOpen === rtl ? '→' : '←'}`
  return (
    <Menu opened onClose={props.onClose} position="bottom-start" offset={2} returnFocus>
      <Menu.Target>
        <MenuPlace place={props.place} label={t('menuTitle')} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={head.isOpen ? <IconChevronUp {...ICON} /> : <IconChevronDown {...ICON} />}
          rightSection={
            <kbd className="kbd" dir="ltr">
              {keyName(keys)}
            </kbd>
          }
          onClick={() => controller.groups.toggle(head.id)}
        >
          {t(head.isOpen ? 'groupClose' : 'groupOpen')}
        </Menu.Item>
        <Menu.Item leftSection={<IconChevronsDown {...ICON} />} onClick={() => controller.groups.foldAll(false)}>
          {t('groupsOpen')}
        </Menu.Item>
        <Menu.Item leftSection={<IconChevronsUp {...ICON} />} onClick={() => controller.groups.foldAll(true)}>
          {t('groupsClose')}
        </Menu.Item>
        {props.canAddRows && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => controller.gestures.rows.add()}>{t('addRow')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
