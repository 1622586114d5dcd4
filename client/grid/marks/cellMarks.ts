import { formatCell, type CellWords } from '#shared/cells/formatCell.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { ScaleKind } from '#shared/views/columnScales.ts'
import type { MarkRule, MarkStyle } from '#shared/views/markRules.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { folded } from '../view/filterRows.ts'
import { scalePaint, type ColumnRange, type ScalePaint } from './columnScale.ts'

/** How a cell is marked. */
export interface CellMark {
  /** Null: no rule holds, there is a scale only. */
  style: MarkStyle | 'estimated' | null
  /** Why, in words; null: the row is marked, for another of its cells, or no rule holds. */
  label: string | null
  /** How large its number is beside the others of the column. */
  scale: ScalePaint | null
}

/** A cell that holds an estimate says so, also where a rule marks it: then it keeps the sign of the rule. */
export function withEstimates(mark: MarkOf | null, estimated: (row: string, key: string) => string | null): MarkOf {
  return labelled(mark, 'estimated', estimated)
}

/** A day of a bill that lies outside of the cycle says so, calmly: nobody has entered anything wrong. */
export function withPeriods(mark: MarkOf, outside: (row: string, key: string) => string | null): MarkOf {
  return labelled(mark, 'note', outside)
}

function labelled(
  mark: MarkOf | null,
  style: 'estimated' | 'note',
  labelOf: (row: string, key: string) => string | null,
): MarkOf {
  return (row, key) => {
    const [found, label] = [mark?.(row, key) ?? null, labelOf(row, key)]
    return label === null
      ? found
      : {
          style: found?.style ?? style,
          label: [found?.label ?? null, label].filter((part) => part !== null).join('. '),
          scale: found?.scale ?? null,
        }
  }
}

/** Gives the mark of a cell; null: it has none. Another function when the rules are others. */
export type MarkOf = (row: string, key: string) => CellMark | null

/** The scales of a view, with the numbers of their columns. */
export type Scales = ReadonlyMap<string, { kind: ScaleKind; range: ColumnRange }>

/** The marks of a sheet by the rules of a view, the first one that holds. Asked for cells that are drawn, not for all. */
export function cellMarks(
  model: SheetModel,
  rules: readonly MarkRule[],
  scales: Scales,
  words: CellWords & { mark: (rule: MarkRule, field: Field) => string },
): MarkOf | null {
  const made = rules.flatMap((rule) => {
    const field = model.field(rule.key)
    return field === undefined
      ? []
      : [{ rule, holds: testOf(rule, field, model, words), label: words.mark(rule, field) }]
  })
  if (made.length === 0 && scales.size === 0) {
    return null
  }
  return (row, key) => {
    const found = made.find(
      ({ rule, holds }) => (rule.key === key || rule.scope === 'row') && holds(row, model.value(row, rule.key)),
    )
    const scale = scaleOf(model, scales, row, key)
    return found === undefined && scale === null
      ? null
      : { style: found?.rule.style ?? null, label: found?.rule.key === key ? found.label : null, scale }
  }
}

function scaleOf(model: SheetModel, scales: Scales, row: string, key: string): ScalePaint | null {
  const scale = scales.get(key)
  const value = scale === undefined ? null : model.value(row, key)
  return scale === undefined || typeof value !== 'number' ? null : scalePaint(scale.kind, scale.range, value)
}

type Test = (row: string, value: CellValue) => boolean

function testOf({ when, value: wanted, to }: MarkRule, field: Field, model: SheetModel, words: CellWords): Test {
  const text = wanted === null ? '' : folded(String(wanted))
  switch (when) {
    case 'above':
      return (_, value) => (compared(value, wanted) ?? 0) > 0
    case 'below':
      return (_, value) => (compared(value, wanted) ?? 0) < 0
    case 'between':
      return (_, value) => (compared(value, wanted) ?? -1) >= 0 && (compared(value, to) ?? 1) <= 0
    case 'equals':
      return (_, value) =>
        compared(value, wanted) === 0 || (hasText(value) && folded(formatCell(field, value, words)) === text)
    case 'contains':
      return (_, value) => text !== '' && hasText(value) && folded(formatCell(field, value, words)).includes(text)
    case 'empty':
      return (row, value) => isEmpty(value) && !isFailed(model, row, field)
    case 'error':
      return (row) => model.state(row, field.key).problem !== null || isFailed(model, row, field)
  }
}

/** Numbers by size, ISO texts by time; null: they are not compared. */
function compared(value: CellValue, wanted: number | string | null): number | null {
  if (typeof value === 'number' && typeof wanted === 'number') {
    return value - wanted
  }
  return typeof value === 'string' && typeof wanted === 'string' && wanted !== '' && /^\d{4}-\d\d/.test(value)
    ? value < wanted
      ? -1
      : value > wanted
        ? 1
        : 0
    : null
}

const isEmpty = (value: CellValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)
const hasText = (value: CellValue): boolean => !isEmpty(value) && typeof value !== 'number'

/** A result that could not be computed. */
function isFailed(model: SheetModel, row: string, field: Field): boolean {
  const computed = field.type === 'formula' ? model.computed(row, field.key) : null
  return typeof computed === 'object' && computed !== null
}
