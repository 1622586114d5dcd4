import { Radio } from '@mantine/core'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { rowsOf, type BulkFace, type BulkRows } from './BulkFace.ts'

/** The selected rows, or all that are shown. */
export function RowsChoice(props: { face: BulkFace; value: BulkRows; onChange: (rows: BulkRows) => void }) {
  const { face, value } = props
  const { t } = face
  const count = (which: BulkRows): { count: number; shown: string } => {
    const { length } = rowsOf(face, which)
    return { count: length, shown: formatNumber(length) }
  }
  return (
    <Radio.Group
      label={t('bulkRows')}
      value={value}
      onChange={(chosen) => props.onChange(chosen === 'shown' ? 'shown' : 'selected')}
    >
      <div className="row bulk-choice">
        <Radio value="selected" label={t('bulkSelected', count('selected'))} />
        <Radio value="shown" label={t('bulkShown', count('shown'))} />
      </div>
    </Radio.Group>
  )
}
