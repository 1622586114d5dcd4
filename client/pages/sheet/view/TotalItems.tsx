import { Menu } from '@mantine/core'
import { IconCheck, IconSum } from '@tabler/icons-react'
import type { Field } from '#shared/fields/field.ts'
import type { Measure } from '#shared/views/measures.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { measureOf, measuresOf } from '#client/grid/summaries/measures.ts'
import { withTotal, type ViewState } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { ViewChange } from './useSheetView.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** What a measure is called; of dates, the smallest is the first. */
export function measureName(
  measure: Measure,
  field: Field,
  t: SheetTranslate,
  form: 'short' | 'full' = 'full',
): string {
  const isTime = field.type === 'date' || field.type === 'month'
  if (isTime && (measure === 'min' || measure === 'max')) {
    return t(`measure_${measure}Time`)
  }
  return form === 'short' ? t(`measureShort_${measure}`) : t(`measure_${measure}`)
}

/** What the row of totals tells of a column. */
export function TotalItems(props: {
  field: Field
  model: SheetModel
  view: ViewState
  t: SheetTranslate
  onChange: (change: ViewChange) => void
}) {
  const { field, model, view, t, onChange } = props
  const chosen = measureOf(model, field, view.totals)
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconSum {...ICON} />}>
          {t('totalOf', { what: measureName(chosen, field, t) })}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {measuresOf(model, field).map((measure) => (
          <Menu.Item
            key={measure}
            aria-current={measure === chosen}
            leftSection={measure === chosen ? <IconCheck {...ICON} /> : <span className="saved-views-gap" />}
            onClick={() => onChange((one) => withTotal(one, field.key, measure))}
          >
            {measureName(measure, field, t)}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  )
}
