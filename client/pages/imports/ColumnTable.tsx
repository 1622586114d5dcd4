import { NativeSelect } from '@mantine/core'
import type { FileColumn, ImportRecipe, ImportReply } from '#shared/api/imports.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { Chip } from '#client/components/Chip.tsx'
import { fieldUnitText, unitText } from '#client/grid/unitText.ts'
import { columnTitle } from './columnTitle.ts'
import { type FormatQuestion, mappedColumn, withColumn, withTarget } from './recipeDraft.ts'
import { cellText } from './rejectedCsv.ts'
import { unitsLike } from './unitsLike.ts'
import { useImportWords } from './words/useImportWords.ts'

const SAMPLES = 3

interface Props {
  found: ImportReply
  recipe: ImportRecipe
  /** Those that the person may write. */
  fields: readonly FieldReply[]
  questions: readonly FormatQuestion[]
  onChange: (recipe: ImportRecipe) => void
}

/** Each column of the file with its first values, where it goes, and how sure that is. */
export function ColumnTable(props: Props) {
  const t = useImportWords()
  return (
    <table className="tbl imports-map">
      <thead>
        <tr>
          <th>{t('column')}</th>
          <th>{t('firstValues')}</th>
          <th>{t('field')}</th>
          <th>{t('unit')}</th>
          <th>{t('check')}</th>
        </tr>
      </thead>
      <tbody>
        {props.found.columns.map((column) => (
          <ColumnRow key={column.column} {...props} column={column} />
        ))}
      </tbody>
    </table>
  )
}

function ColumnRow({ found, recipe, fields, questions, column, onChange }: Props & { column: FileColumn }) {
  const t = useImportWords()
  const mapped = mappedColumn(recipe, column.column)
  const field = fields.find(({ id }) => id === mapped?.target)
  const title = columnTitle(column, t)
  return (
    <tr data-out={mapped === undefined || undefined}>
      <td className="fw5">
        <bdi>{title}</bdi>
      </td>
      <td className="imports-samples">
        {column.samples.slice(0, SAMPLES).map((sample) => (
          <bdi key={cellText(sample)}>{cellText(sample)}</bdi>
        ))}
      </td>
      <td>
        <NativeSelect
          aria-label={t('fieldFor', { column: title })}
          value={mapped?.target ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange(withTarget(recipe, column.column, value === '' ? null : value))
          }
          data={[
            { value: '', label: t('leaveOut') },
            { value: 'row_id', label: t('rowId') },
            ...fields.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </td>
      <td>
        {field !== undefined && field.unit !== null && (
          <UnitOf {...{ field, recipe, title, onChange }} column={column.column} unit={mapped?.unit ?? null} />
        )}
      </td>
      <td>
        <Certainty {...{ found, column, questions }} target={mapped?.target ?? null} />
      </td>
    </tr>
  )
}

function UnitOf(props: {
  field: FieldReply
  recipe: ImportRecipe
  column: number
  title: string
  unit: string | null
  onChange: (recipe: ImportRecipe) => void
}) {
  const { field, recipe, column, title, unit, onChange } = props
  const t = useImportWords()
  if (field.type !== 'number') {
    return <bdi className="dim">{fieldUnitText(field)}</bdi>
  }
  const others = unitsLike(field.unit ?? '')
  const known = unit === null || others.includes(unit) ? others : [...others, unit]
  return known.length === 0 ? (
    <bdi className="dim">{unitText(field.unit)}</bdi>
  ) : (
    <NativeSelect
      aria-label={t('unitFor', { column: title })}
      className="imports-unit"
      value={unit ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChange(withColumn(recipe, column, { unit: value === '' ? null : value }))
      }
      data={[{ value: '', label: unitText(field.unit) }, ...known.map((value) => ({ value, label: unitText(value) }))]}
    />
  )
}

function Certainty(props: {
  found: ImportReply
  column: FileColumn
  questions: readonly FormatQuestion[]
  target: string | null
}) {
  const { found, column, questions, target } = props
  const t = useImportWords()
  const asked = questions.find((question) => question.column.column === column.column)
  if (asked !== undefined) {
    return asked.answer === null ? (
      <Chip tone="warn">{t(`ask_${asked.kind}`)}</Chip>
    ) : (
      <Chip tone="ok">{t('answered')}</Chip>
    )
  }
  if (target === null) {
    return <Chip tone="lock">{t('sure_out')}</Chip>
  }
  const isLast = found.recipe_from !== null && found.recipe?.columns.some((one) => isSame(one, column, target))
  if (isLast === true) {
    return <Chip tone="ok">{t('sure_last')}</Chip>
  }
  if (column.guess?.target !== target) {
    return <Chip tone="plain">{t('sure_chosen')}</Chip>
  }
  return column.guess.by === 'same' ? (
    <Chip tone="ok">{t('sure_same')}</Chip>
  ) : (
    <Chip tone="info">{t('sure_name')}</Chip>
  )
}

const isSame = (one: { column: number; target: string }, { column }: FileColumn, target: string): boolean =>
  one.column === column && one.target === target
