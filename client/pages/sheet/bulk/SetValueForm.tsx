import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import { coerceCell } from '#shared/cells/coerceCell.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { problemText } from '../problems/problemText.ts'
import { rowsOf, type BulkFace, type BulkRows } from './BulkFace.ts'
import { RowsChoice } from './RowsChoice.tsx'
import { ValueInput } from './ValueInput.tsx'

/** One value into one column of many rows; none clears it. */
export function SetValueForm({ face }: { face: BulkFace }) {
  const { model, controller, t, isWritable } = face
  const fields = model.fields.filter(isWritable)
  const { active } = controller.selection
  const [key, setKey] = useState(() => (fields.find((field) => field.key === active?.key) ?? fields[0])?.key ?? '')
  const [entered, setEntered] = useState<CellValue>(null)
  const [which, setWhich] = useState<BulkRows>('selected')
  const field = model.field(key)
  if (field === undefined) {
    return null
  }
  const value = coerceCell(field, entered)
  const rows = rowsOf(face, which)
  const changing = rows.filter((row) => !isSameValue(model.stored(row, field.ordinal), value))
  const replacing = changing.filter((row) => model.stored(row, field.ordinal) !== null)
  const problem = value === null ? null : cellProblem(field, value)
  const counts = (count: number): { count: number; shown: string } => ({ count, shown: formatNumber(count) })
  const submit = (): void => {
    const cells = changing.map((row) => ({ row, key }))
    if (value === null) {
      controller.gestures.clear(cells, cells.length)
    } else {
      controller.gestures.write(cells, value)
    }
    face.onClose()
  }
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <RowsChoice face={face} value={which} onChange={setWhich} />
      <Select
        label={t('bulkColumn')}
        data={fields.map((one) => ({ value: one.key, label: one.name }))}
        value={key}
        searchable
        allowDeselect={false}
        onChange={(chosen) => {
          setKey(chosen ?? key)
          setEntered(null)
        }}
      />
      <ValueInput
        key={key}
        field={field}
        targets={model.targetsOf(field.key)}
        value={entered}
        error={problem === null ? null : problemText(problem, field, value, t)}
        t={t}
        onChange={setEntered}
      />
      <p className="cap" role="status">
        {changing.length === 0
          ? t('bulkNothing')
          : [
              t('bulkSetChanges', counts(changing.length)),
              ...(replacing.length === 0 ? [] : [t('bulkSetReplaces', counts(replacing.length))]),
            ].join(' ')}
      </p>
      <div className="row dialog-actions">
        <Button variant="default" onClick={face.onClose}>
          {t('pasteCancel')}
        </Button>
        <Button type="submit" disabled={changing.length === 0}>
          {t(value === null ? 'bulkSetClear' : 'bulkSetApply', counts(changing.length))}
        </Button>
      </div>
    </form>
  )
}
