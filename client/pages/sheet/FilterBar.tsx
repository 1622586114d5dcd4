import { Button } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowFilter, SheetModel } from '#client/grid/model/SheetModel.ts'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** Says that only some rows are shown, and which. */
export function FilterBar(props: {
  filter: RowFilter
  model: SheetModel
  shown: number
  t: SheetTranslate
  onClear: () => void
}) {
  const { filter, model, shown, t } = props
  const labelled = (role: Field['role'], value: string): string => {
    const field = model.fields.find((one) => one.role === role)
    return field === undefined ? value : formatCell(field, value)
  }
  return (
    <div className="filterbar" data-testid="filter-bar">
      <IconFilter size={15} stroke={1.8} />
      {filter.site !== null && <span className="tag">{t('filterSite', { value: labelled('site', filter.site) })}</span>}
      {filter.month !== null && (
        <span className="tag">{t('filterMonth', { value: labelled('month', filter.month) })}</span>
      )}
      {filter.incomplete && <span className="tag">{t('filterIncomplete')}</span>}
      <span>{t('showing', { shown: formatNumber(shown), all: formatNumber(model.rowCount()) })}</span>
      <Button size="compact-xs" variant="default" onClick={props.onClear}>
        {t('clearFilter')}
      </Button>
    </div>
  )
}
