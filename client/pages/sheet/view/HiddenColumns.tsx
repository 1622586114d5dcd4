import { Menu } from '@mantine/core'
import type { Field } from '#shared/fields/field.ts'
import { showing, type ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { ViewChange } from './useSheetView.ts'

/** Entries of a menu that bring hidden columns back, one by one or all of them. */
export function HiddenColumns(props: {
  fields: readonly Field[]
  view: ViewState
  t: SheetTranslate
  onChange: (change: ViewChange) => void
}) {
  const { fields, view, t, onChange } = props
  const hidden = fields.filter(({ key }) => view.hidden.includes(key))
  return (
    <>
      {hidden.map(({ key, name }) => (
        <Menu.Item key={key} onClick={() => onChange((one) => showing(one, [key]))}>
          {t('showColumn', { column: name })}
        </Menu.Item>
      ))}
      {hidden.length !== 1 && (
        <>
          <Menu.Divider />
          <Menu.Item onClick={() => onChange((one) => showing(one, one.hidden))}>{t('showAllColumns')}</Menu.Item>
        </>
      )}
    </>
  )
}
