import { Menu } from '@mantine/core'
import {
  IconArchive,
  IconAdjustments,
  IconArrowAutofitWidth,
  IconColumnInsertRight,
  IconEyeOff,
  IconFilter,
  IconPin,
  IconPinnedOff,
  IconRuler2,
  IconSortAscending,
  IconSortDescending,
  IconX,
} from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { hiding, notSortedBy, pinnedAt, sortedBy, type Pin, type ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { GroupItems } from './GroupItems.tsx'
import { HiddenColumns } from './HiddenColumns.tsx'
import { MenuPlace } from './MenuPlace.tsx'
import { TotalItems } from './TotalItems.tsx'
import type { ViewChange } from './useSheetView.ts'

/** What who manages a table does to its columns. */
export type ColumnDesign = 'rules' | 'new-column' | 'retire'

const ICON = { size: 15, stroke: 1.6 } as const

/** What can be done with one column, at its header. A phone has its own columns: there rows only are sorted and filtered. */
export function ColumnMenu(props: {
  field: Field
  fields: readonly Field[]
  model: SheetModel
  place: { x: number; y: number }
  view: ViewState
  /** Where the column stands by itself. */
  ownPin: Pin
  phone: boolean
  t: SheetTranslate
  onChange: (change: ViewChange) => void
  onFilter: () => void
  onFitWidth: () => void
  /** Null: this person does not manage the table. */
  onDesign: ((what: ColumnDesign) => void) | null
  /** The address where everything about the column is. */
  designer: string
  onClose: () => void
}) {
  const { field, view, place, t, onChange } = props
  const { key } = field
  const sort = view.sort.find((one) => one.key === key)
  const isFurther = view.sort.some((one) => one.key !== key)
  const sortBy = (descending: boolean, add: boolean) => () => onChange((one) => sortedBy(one, { key, descending }, add))
  return (
    <Menu opened onClose={props.onClose} position="bottom-start" offset={2} withinPortal>
      <Menu.Target>
        <MenuPlace place={place} label={t('columnMenu', { column: field.name })} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconSortAscending {...ICON} />} onClick={sortBy(false, false)}>
          {t('sortAscending')}
        </Menu.Item>
        <Menu.Item leftSection={<IconSortDescending {...ICON} />} onClick={sortBy(true, false)}>
          {t('sortDescending')}
        </Menu.Item>
        {isFurther && (
          <>
            <Menu.Item leftSection={<IconSortAscending {...ICON} />} onClick={sortBy(false, true)}>
              {t('addAscending')}
            </Menu.Item>
            <Menu.Item leftSection={<IconSortDescending {...ICON} />} onClick={sortBy(true, true)}>
              {t('addDescending')}
            </Menu.Item>
          </>
        )}
        {sort !== undefined && (
          <Menu.Item leftSection={<IconX {...ICON} />} onClick={() => onChange((one) => notSortedBy(one, key))}>
            {t('clearSort')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <GroupItems column={key} {...{ view, t, onChange }} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconFilter {...ICON} />} onClick={props.onFilter}>
          {t('filterColumn')}
        </Menu.Item>
        <TotalItems {...{ field, view, t, onChange }} model={props.model} />
        {!props.phone && <ColumnItems {...props} />}
        {props.onDesign !== null && <DesignItems t={t} designer={props.designer} onDesign={props.onDesign} />}
      </Menu.Dropdown>
    </Menu>
  )
}

function DesignItems(props: { t: SheetTranslate; designer: string; onDesign: (what: ColumnDesign) => void }) {
  const { t, onDesign } = props
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<IconRuler2 {...ICON} />} onClick={() => onDesign('rules')}>
        {t('rulesOpen')}
      </Menu.Item>
      <Menu.Item leftSection={<IconAdjustments {...ICON} />} component={Link} to={props.designer}>
        {t('designerOpenField')}
      </Menu.Item>
      <Menu.Item leftSection={<IconColumnInsertRight {...ICON} />} onClick={() => onDesign('new-column')}>
        {t('newColumnOpen')}
      </Menu.Item>
      <Menu.Item leftSection={<IconArchive {...ICON} />} onClick={() => onDesign('retire')}>
        {t('retireOpen')}
      </Menu.Item>
    </>
  )
}

function ColumnItems(props: Parameters<typeof ColumnMenu>[0]) {
  const { field, fields, view, ownPin, t, onChange } = props
  const { key } = field
  const pin = view.pinned.get(key) ?? ownPin
  const pinAt = (side: Pin) => () => onChange((one) => pinnedAt(one, key, side === ownPin ? null : side))
  return (
    <>
      <Menu.Divider />
      {pin !== 'start' && (
        <Menu.Item leftSection={<IconPin {...ICON} />} onClick={pinAt('start')}>
          {t('pinStart')}
        </Menu.Item>
      )}
      {pin !== 'end' && (
        <Menu.Item leftSection={<IconPin {...ICON} />} onClick={pinAt('end')}>
          {t('pinEnd')}
        </Menu.Item>
      )}
      {pin !== 'none' && (
        <Menu.Item leftSection={<IconPinnedOff {...ICON} />} onClick={pinAt('none')}>
          {t('unpin')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconArrowAutofitWidth {...ICON} />} onClick={props.onFitWidth}>
        {t('fitWidth')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconEyeOff {...ICON} />}
        disabled={fields.length - view.hidden.length <= 1}
        onClick={() => onChange((one) => hiding(one, key))}
      >
        {t('hideColumn')}
      </Menu.Item>
      {view.hidden.length > 0 && (
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>{t('hiddenColumns', { n: view.hidden.length })}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            <HiddenColumns fields={fields} view={view} t={t} onChange={onChange} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
      )}
    </>
  )
}
