import { MultiSelect, Select, TextInput } from '@mantine/core'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetTargets } from '#client/grid/model/SheetTargets.ts'
import { unitText } from '#client/grid/unitText.ts'
import { TargetInput } from './TargetInput.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** What is meant as a value of the column: chosen where it has choices, one or several, typed elsewhere. */
export function ValueInput(props: {
  field: Field
  /** What the cells of the column can point at; undefined: it points at nothing. */
  targets: SheetTargets | undefined
  value: CellValue
  error: string | null
  t: SheetTranslate
  onChange: (value: CellValue) => void
}) {
  const { field, error, t, onChange } = props
  const value = typeof props.value === 'string' ? props.value : ''
  const common = { 'data-autofocus': true, label: t('bulkValue'), description: t('bulkValueHint'), error }
  if (props.targets !== undefined) {
    return <TargetInput field={field} targets={props.targets} value={value} t={t} onChange={onChange} />
  }
  const choices = choicesOf(field, t)
  if (choices !== null && CELL_TYPES[field.type].isList) {
    return (
      <MultiSelect
        {...common}
        data={choices}
        value={Array.isArray(props.value) ? props.value : []}
        searchable
        clearable
        onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen)}
      />
    )
  }
  if (choices !== null) {
    return (
      <Select
        {...common}
        data={choices}
        value={value === '' ? null : value}
        searchable
        clearable
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    )
  }
  const unit = field.type === 'number' ? unitText(field.unit) : ''
  return (
    <TextInput
      {...common}
      value={value}
      type={field.type === 'date' ? 'date' : field.type === 'month' ? 'month' : 'text'}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      rightSection={unit === '' ? null : <bdi className="dim">{unit}</bdi>}
      rightSectionWidth={unit === '' ? undefined : 72}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** Null: the column has no choices. */
function choicesOf(field: Field, t: SheetTranslate): { value: string; label: string }[] | null {
  if (field.type === 'boolean') {
    return [
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ]
  }
  return field.options.length === 0 ? null : field.options.map(({ id, label }) => ({ value: id, label }))
}
