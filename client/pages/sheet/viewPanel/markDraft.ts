import type { Field } from '#shared/fields/field.ts'
import type { MarkRule, MarkScope, MarkStyle, MarkTest } from '#shared/views/markRules.ts'
import { isNumeric } from '#client/grid/view/columnData.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { endOf } from '../view/filterDraft.ts'

/** A rule while it is being made. */
export interface MarkDraft {
  key: string
  when: MarkTest
  value: string
  to: string
  style: MarkStyle
  scope: MarkScope
}

/** What the form holds for a rule that is there, or for a new one of the column `key`. */
export function draftOfRule(rule: MarkRule | null, key: string): MarkDraft {
  return rule === null
    ? { key, when: 'equals', value: '', to: '', style: 'watch', scope: 'cell' }
    : { ...rule, value: String(rule.value ?? ''), to: String(rule.to ?? '') }
}

/** What can be asked of the cells of a column. */
export function testsOf(model: SheetModel, field: Field): readonly MarkTest[] {
  return isOrdered(model, field)
    ? ['above', 'below', 'between', 'equals', 'empty', 'error']
    : ['equals', 'contains', 'empty', 'error']
}

/** How many values a test compares with. */
export const valuesOf = (when: MarkTest): 0 | 1 | 2 =>
  when === 'empty' || when === 'error' ? 0 : when === 'between' ? 2 : 1

/** The rule that a draft means; null with the inputs that say nothing, or nothing that can be read. */
export function ruleOfDraft(
  model: SheetModel,
  field: Field,
  { when, value, to, style, scope }: MarkDraft,
): { rule: MarkRule | null; problems: ('value' | 'to')[] } {
  const read = (text: string): number | string | null =>
    isOrdered(model, field) ? (endOf(field, text) ?? null) : text.trim() === '' ? null : text.trim()
  const count = valuesOf(when)
  const ends = { value: count > 0 ? read(value) : null, to: count > 1 ? read(to) : null }
  const problems = (['value', 'to'] as const).filter((name, i) => i < count && ends[name] === null)
  return { rule: problems.length > 0 ? null : { key: field.key, when, ...ends, style, scope }, problems }
}

/** Numbers, dates and months are larger or smaller than others. */
const isOrdered = (model: SheetModel, field: Field): boolean =>
  isNumeric(model, field) || field.type === 'date' || field.type === 'month'
