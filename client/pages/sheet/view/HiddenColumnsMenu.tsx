import { Menu, UnstyledButton } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { Field } from '#shared/fields/field.ts'
import type { ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { HiddenColumns } from './HiddenColumns.tsx'
import type { ViewChange } from './useSheetView.ts'

/** "Hidden columns (2)": nothing when none is hidden. */
export function HiddenColumnsMenu(props: {
  fields: readonly Field[]
  view: ViewState
  t: SheetTranslate
  onChange: (change: ViewChange) => void
}) {
  const { view, t } = props
  if (view.hidden.length === 0) {
    return null
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className="tool hidden-columns" data-testid="hidden-columns">
          <IconColumns3 size={16} stroke={1.6} />
          {t('hiddenColumns', { n: view.hidden.length })}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <HiddenColumns {...props} />
      </Menu.Dropdown>
    </Menu>
  )
}
