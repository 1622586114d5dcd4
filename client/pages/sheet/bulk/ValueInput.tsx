import { Select, TextInput } from '@mantine/core'
import type { Field } from '#shared/fields/field.ts'
import { unitText } from '#client/grid/unitText.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** A text that is meant as a value of the column: chosen where it has choices, typed elsewhere. */
export function ValueInput(props: {
  field: Field
  value: string
  error: string | null
  t: SheetTranslate
  onChange: (text: string) => void
}) {
  const { field, value, error, t, onChange } = props
  const common = { 'data-autofocus': true, label: t('bulkValue'), description: t('bulkValueHint'), error }
  const choices = choicesOf(field, t)
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
