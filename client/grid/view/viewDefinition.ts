import type { ViewDefinition } from '#shared/views/viewDefinition.ts'
import type { ViewState } from './viewState.ts'

/** A view as the server keeps it. */
export function toDefinition(view: ViewState): ViewDefinition {
  return {
    sort: view.sort.map(({ key, descending }) => ({ key, descending })),
    groups: [...view.groups],
    filters: Array.from(view.filters, ([key, { test, empty, errors }]) => ({
      key,
      test: test?.kind === 'values' ? { ...test, values: [...test.values] } : test,
      empty,
      errors,
    })),
    changed: view.changed,
    search: view.search,
    hidden: [...view.hidden],
    pinned: Array.from(view.pinned, ([key, at]) => ({ key, at })),
    order: [...view.order],
    widths: Array.from(view.widths, ([key, px]) => ({ key, px })),
    totals: Array.from(view.totals, ([key, measure]) => ({ key, measure })),
    marks: [...view.marks],
    scales: Array.from(view.scales, ([key, kind]) => ({ key, kind })),
    row_height: view.rowHeight,
  }
}

/** The contrary. */
export function ofDefinition(definition: ViewDefinition): ViewState {
  const { sort, groups, changed, marks, search, hidden, order } = definition
  return {
    sort,
    groups,
    filters: new Map(definition.filters.map(({ key, ...filter }) => [key, filter])),
    changed,
    search,
    hidden,
    pinned: new Map(definition.pinned.map(({ key, at }) => [key, at])),
    order,
    widths: new Map(definition.widths.map(({ key, px }) => [key, px])),
    totals: new Map(definition.totals.map(({ key, measure }) => [key, measure])),
    marks,
    scales: new Map(definition.scales.map(({ key, kind }) => [key, kind])),
    rowHeight: definition.row_height,
  }
}

/** Whether two views show the same, in whichever order their filters and columns were changed. */
export function isSameView(a: ViewState, b: ViewState): boolean {
  return comparable(a) === comparable(b)
}

function comparable(view: ViewState): string {
  const definition = toDefinition(view)
  const byKey = <Part extends { key: string }>(parts: Part[]): Part[] =>
    parts.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return JSON.stringify({
    ...definition,
    filters: byKey(definition.filters),
    hidden: definition.hidden.toSorted(),
    pinned: byKey(definition.pinned),
    widths: byKey(definition.widths),
    totals: byKey(definition.totals),
    scales: byKey(definition.scales),
  })
}
