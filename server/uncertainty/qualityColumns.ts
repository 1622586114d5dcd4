import type { ProblemDetail } from '#shared/api/problem.ts'
import { QUALITY_COLUMNS, type QualityColumn, type TableQualityBody } from '#shared/api/quality.ts'
import type { Field } from '#shared/fields/field.ts'
import { scoreOfLabel, scoreOfNumber } from '#shared/uncertainty/grades.ts'
import { QUALITY_INDICATORS, type QualityIndicator, type QualityScore } from '#shared/uncertainty/pedigree.ts'
import { type Spread, spreadOf } from '#shared/uncertainty/spread.ts'
import type { TableAssessment } from './assessments.ts'

/** The columns of a table that say how sure a row is. */
export type QualityFields = ReadonlyMap<QualityColumn, Field>

/** Those of an assessment that are still there. */
export function qualityFields({ columns }: Pick<TableAssessment, 'columns'>, fields: readonly Field[]): QualityFields {
  return new Map(
    QUALITY_COLUMNS.flatMap((column) => {
      const field = fields.find(({ id }) => id === columns[column])
      return field === undefined ? [] : [[column, field] as const]
    }),
  )
}

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/

/**
 * How sure the activity of a row is, by the texts of its cells; where a cell is empty the table's own assessment stands in.
 * A range goes before scores, and the cells of a row before what is said of the table. A cell that says neither a range nor a
 * score says nothing that can be counted with: then the row is not assessed, whatever the table says.
 */
export function spreadOfCells(
  fields: QualityFields,
  cells: ReadonlyMap<QualityColumn, string | null>,
  assessment: TableAssessment,
): Spread | null {
  const range = filled(cells.get('range'))
  if (range !== null) {
    const percent = NUMBER.test(range) ? Number(range) : Number.NaN
    return percent >= 0 ? spreadOf({ rangePercent: percent, scores: {} }) : null
  }
  const stated = new Map<QualityIndicator, QualityScore | null>()
  for (const indicator of QUALITY_INDICATORS) {
    const [field, cell] = [fields.get(indicator), filled(cells.get(indicator))]
    if (field !== undefined && cell !== null) {
      stated.set(indicator, scoreOfCell(field, cell))
    }
  }
  if ([...stated.values()].includes(null)) {
    return null
  }
  const { rangePercent, scores } = assessment
  return stated.size === 0
    ? spreadOf({ rangePercent, scores })
    : spreadOf({ rangePercent: null, scores: { ...scores, ...Object.fromEntries(stated) } })
}

const filled = (cell: string | null | undefined): string | null => (cell === undefined || cell === '' ? null : cell)

function scoreOfCell(field: Field, cell: string): QualityScore | null {
  if (field.type === 'option') {
    return scoreOfLabel(field.options.find(({ id }) => id === cell)?.label ?? '')
  }
  return NUMBER.test(cell) ? scoreOfNumber(Number(cell)) : null
}

/** Everything that speaks against columns that were chosen. `readable`: fields of the table that the person may read. */
export function columnProblems(
  { columns }: Pick<TableQualityBody, 'columns'>,
  readable: readonly Field[],
): ProblemDetail[] {
  const chosen = QUALITY_COLUMNS.flatMap((column) => {
    const id = columns[column]
    return id === null ? [] : [{ column, id }]
  })
  return chosen.flatMap(({ column, id }, at): ProblemDetail[] => {
    const path = `columns.${column}`
    const field = readable.find((one) => one.id === id)
    if (field === undefined) {
      const message = 'There is no such field in this table that you may read. A retired one comes back first.'
      return [{ path, code: 'not-found', message }]
    }
    if (chosen.findIndex((one) => one.id === id) < at) {
      return [{ path, code: 'twice', message: `“${field.name}” says something else already. Choose another field.` }]
    }
    return column === 'range' ? rangeProblems(path, field) : scoreProblems(path, field)
  })
}

function rangeProblems(path: string, field: Field): ProblemDetail[] {
  if (field.type !== 'number') {
    return [{ path, code: 'wrong-type', message: `“${field.name}” holds no numbers. A range is a number of percent.` }]
  }
  const isPercent = field.unit === null || field.unit === '%'
  const message = `“${field.name}” is in ${field.unit}. A range is in percent: choose a field in % or without a unit.`
  return isPercent ? [] : [{ path, code: 'wrong-unit', message }]
}

function scoreProblems(path: string, field: Field): ProblemDetail[] {
  if (field.type === 'number' && field.unit === null) {
    return []
  }
  if (field.type !== 'option') {
    const message = `“${field.name}” cannot hold scores. Choose a field of choices, or one of numbers without a unit.`
    return [{ path, code: 'wrong-type', message }]
  }
  const unknown = field.options.filter(({ label }) => scoreOfLabel(label) === null).map(({ label }) => `“${label}”`)
  const message = `${unknown.join(', ')} of “${field.name}” is no score. Call its choices Very good, Good, Fair and Poor, or begin them with 1 to 5.`
  return unknown.length === 0 && field.options.length > 0 ? [] : [{ path, code: 'invalid-value', message }]
}
