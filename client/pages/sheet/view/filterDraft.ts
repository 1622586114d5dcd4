import { parseDate, parseMonth } from '#shared/cells/parseDate.ts'
import { parseNumber } from '#shared/cells/parseNumber.ts'
import type { Field } from '#shared/fields/field.ts'
import type { ValueCounts } from '#client/grid/view/valueCounts.ts'
import type { ColumnFilter, FilterTest } from '#client/grid/view/viewState.ts'

/** A filter while it is being made: what each way to filter holds, and which of them counts. */
export interface FilterDraft {
  form: FilterTest['kind']
  chosen: ReadonlySet<string>
  text: string
  from: string
  to: string
  empty: boolean
  errors: boolean
}

/** What is written there now. Without a filter every value is chosen, and empty cells and errors in a list of values. */
export function draftOf(filter: ColumnFilter | null, usual: FilterTest['kind'], counts: ValueCounts): FilterDraft {
  const test = filter?.test ?? null
  const form = test?.kind ?? usual
  const all = counts.values.map(({ value }) => value)
  const isList = form === 'values'
  const draft: FilterDraft = {
    form,
    chosen: new Set(filter === null ? all : []),
    text: '',
    from: '',
    to: '',
    empty: filter?.empty ?? isList,
    errors: filter?.errors ?? isList,
  }
  switch (test?.kind) {
    case undefined:
      return draft
    case 'values': {
      const values = new Set(test.values)
      return { ...draft, chosen: new Set(test.except ? all.filter((value) => !values.has(value)) : test.values) }
    }
    case 'contains':
      return { ...draft, text: test.text }
    case 'range':
      return { ...draft, from: String(test.from ?? ''), to: String(test.to ?? '') }
  }
}

/** The filter that a draft means; null when every cell passes. `problems`: ends of a range that cannot be read. */
export function filterOfDraft(
  field: Field,
  draft: FilterDraft,
  counts: ValueCounts,
): { filter: ColumnFilter | null; problems: ('from' | 'to')[] } {
  const { empty, errors } = draft
  switch (draft.form) {
    case 'values':
      return { filter: listFilter(draft, counts), problems: [] }
    case 'contains': {
      const text = draft.text.trim()
      const isAny = text === '' && !empty && !errors
      const test = text === '' ? null : ({ kind: 'contains', text } as const)
      return { filter: isAny ? null : { test, empty, errors }, problems: [] }
    }
    case 'range': {
      const [from, to] = [endOf(field, draft.from), endOf(field, draft.to)]
      const problems = (['from', 'to'] as const).filter((_, i) => [from, to][i] === undefined)
      const isOpen = (from ?? null) === null && (to ?? null) === null
      const test = isOpen ? null : ({ kind: 'range', from: from ?? null, to: to ?? null } as const)
      return { filter: isOpen && !empty && !errors ? null : { test, empty, errors }, problems }
    }
  }
}

/** Names the values that pass or the ones that do not, whichever are fewer, so that an address stays short. */
function listFilter({ chosen, empty, errors }: FilterDraft, { values }: ValueCounts): ColumnFilter | null {
  const left = values.flatMap(({ value }) => (chosen.has(value) ? [] : [value]))
  const hasAll = left.length === 0
  if (hasAll && empty && errors) {
    return null
  }
  if (chosen.size === 0) {
    return { test: null, empty, errors }
  }
  const except = hasAll || left.length < chosen.size
  return { test: { kind: 'values', values: except ? left : [...chosen], except }, empty, errors }
}

/** The end of a range. Null: open. Undefined: cannot be read. */
export function endOf(field: Field, text: string): number | string | null | undefined {
  if (text.trim() === '') {
    return null
  }
  if (field.type === 'date') {
    return parseDate(text) ?? undefined
  }
  return (field.type === 'month' ? parseMonth(text) : parseNumber(text)) ?? undefined
}
