import { Button, MultiSelect, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCell, rawCellText } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { isOther } from '#client/grid/cells/isOther.ts'
import { decimalsFor } from '#client/grid/columnPlan.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { fieldUnitText } from '#client/grid/unitText.ts'
import { num } from '#client/theme/format.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { RowPorts } from './RowCard.tsx'

interface RowFieldProps {
  field: Field
  cell: CellRef
  model: SheetModel
  ports: RowPorts
  /** Why nothing can be written here; null when it can. */
  lock: string | null
  words: ColumnWords
  t: SheetTranslate
}

/** One field of a row: its name and unit, an editor of its type, and what is wrong beside it. */
export function RowField(props: RowFieldProps) {
  const { field, lock } = props
  if (field.type === 'formula') {
    return <ComputedField {...props} />
  }
  if (field.type === 'evidence') {
    return <FilesField {...props} />
  }
  return lock === null ? <WritableField {...props} /> : <LockedField {...props} lock={lock} />
}

const labelOf = (field: Field): string => (field.unit === null ? field.name : `${field.name} (${fieldUnitText(field)})`)

function ComputedField({ field, cell, model, words }: RowFieldProps) {
  const computed = model.computed(cell.row, cell.key)
  const isError = typeof computed === 'object' && computed !== null
  return (
    <div className="row-computed">
      <span>{labelOf(field)}</span>
      <output className={isError ? 'cap warn' : 'num'}>
        <bdi>
          {isError
            ? words.noResult(computed.error)
            : typeof computed === 'number'
              ? num(computed, decimalsFor(model.largest(field.key)))
              : computed === null
                ? '–'
                : formatCell(field, computed, words)}
        </bdi>
      </output>
    </div>
  )
}

function LockedField({ field, cell, model, words, lock }: RowFieldProps & { lock: string }) {
  return (
    <TextInput
      readOnly
      label={labelOf(field)}
      description={lock}
      dir="auto"
      value={formatCell(field, model.value(cell.row, cell.key), words)}
    />
  )
}

/** Files are read by whoever may not write them, too: their panel shows them. */
function FilesField({ field, cell, model, ports, lock, words, t }: RowFieldProps) {
  const { problem, missing } = model.state(cell.row, cell.key)
  const value = model.value(cell.row, cell.key)
  return (
    <div className="row-files">
      <TextInput
        readOnly
        label={labelOf(field)}
        description={lock}
        withAsterisk={field.required}
        error={problem === null ? (missing ? t('problemMissing') : undefined) : words.problem(problem, field, value)}
        value={formatCell(field, value, words)}
      />
      <Button
        variant="default"
        leftSection={<IconPaperclip size={15} stroke={1.7} />}
        aria-label={`${t('rowFiles')}: ${field.name}`}
        onClick={() => ports.openFiles(cell)}
      >
        {t('rowFiles')}
      </Button>
    </div>
  )
}

const ISO = { date: /^\d{4}-\d\d-\d\d$/, month: /^\d{4}-\d\d$/ } as const

/** What is typed is written when the field is left, or with Enter, on the same way as in the sheet. */
function WritableField({ field, cell, model, ports, words, t }: RowFieldProps) {
  const value = model.value(cell.row, cell.key)
  const { problem, missing } = model.state(cell.row, cell.key)
  const [draft, setDraft] = useState<string | null>(null)
  const stored = rawCellText(field, value)
  const write = (text: string): void => {
    setDraft(null)
    if (isOther(field, value, text)) {
      ports.write(cell, text)
    }
  }
  const shared = {
    label: labelOf(field),
    required: field.required,
    withAsterisk: field.required,
    error: problem === null ? (missing ? t('problemMissing') : undefined) : words.problem(problem, field, value),
    onFocus: () => ports.begin(cell),
  }
  const typed = {
    ...shared,
    value: draft ?? stored,
    onChange: (event: { currentTarget: { value: string } }) => setDraft(event.currentTarget.value),
    onBlur: () => draft !== null && write(draft),
    onKeyDown: (event: { key: string; preventDefault: () => void }) => {
      if (event.key === 'Enter' && field.type !== 'text' && field.type !== 'long_text') {
        event.preventDefault()
        write(draft ?? stored)
      }
    },
  }
  const chosen = (choices: readonly { value: string; label: string }[]) => (
    <NativeSelect
      {...shared}
      value={stored === '' ? '' : String(typeof value === 'boolean' ? stored : value)}
      data={[
        { value: '', label: t('rowEmptyChoice') },
        // a text that is none of the choices stays, as in the sheet
        ...(stored === '' || choices.some((one) => one.value === String(value) || one.value === stored)
          ? []
          : [{ value: String(value), label: stored }]),
        ...choices,
      ]}
      onChange={(event) => write(event.currentTarget.value)}
    />
  )
  const list = Array.isArray(value) ? value : []
  // an item that is no choice stays until somebody takes it away
  const unknown = list.filter((id) => !field.options.some((one) => one.id === id))
  switch (field.type) {
    case 'option':
      return chosen(field.options.map(({ id, label }) => ({ value: id, label })))
    case 'boolean':
      return chosen([
        { value: 'TRUE', label: words.yes },
        { value: 'FALSE', label: words.no },
      ])
    case 'options':
      return (
        <MultiSelect
          {...shared}
          data={[...field.options.map(({ id, label }) => ({ value: id, label })), ...unknown]}
          value={list}
          placeholder={typeof value === 'string' ? value : undefined}
          searchable
          clearable
          onChange={(ids) => ports.write(cell, ids.length === 0 ? null : ids)}
        />
      )
    case 'number':
      return <TextInput {...typed} inputMode="decimal" dir="ltr" className="row-number" />
    case 'date':
    case 'month':
      return <TextInput {...typed} type={stored === '' || ISO[field.type].test(stored) ? field.type : 'text'} />
    case 'person':
    case 'reference':
    case 'factor':
      return <TextInput {...typed} dir="auto" description={t('rowByName')} />
    default:
      return <Textarea {...typed} autosize minRows={1} maxRows={6} dir="auto" />
  }
}
