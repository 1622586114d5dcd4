import { MOST_MARKS } from './markRules.ts'
import type { ViewDefinition } from './viewDefinition.ts'

/** The columns that a person reads; `readsAll`: a text that may come from any column is theirs to know, too. */
export interface ViewReader {
  keys: ReadonlySet<string>
  readsAll: boolean
}

/**
 * What a person may know of a view: nothing that concerns a column that they do not read, since a filter says what stands
 * in it. A text that is searched in every column may come from such a column, so it goes to those only who read them all.
 */
export function readableView(view: ViewDefinition, { keys, readsAll }: ViewReader): ViewDefinition {
  const isReadable = ({ key }: { key: string }): boolean => keys.has(key)
  return {
    sort: view.sort.filter(isReadable),
    groups: view.groups.filter((key) => keys.has(key)),
    filters: view.filters.filter(isReadable),
    changed: view.changed,
    search: readsAll ? view.search : '',
    hidden: view.hidden.filter((key) => keys.has(key)),
    pinned: view.pinned.filter(isReadable),
    order: view.order.filter((key) => keys.has(key)),
    widths: view.widths.filter(isReadable),
    totals: view.totals.filter(isReadable),
    marks: view.marks.filter(isReadable),
    scales: view.scales.filter(isReadable),
    row_height: view.row_height,
  }
}

/**
 * The view after a person changed it who does not read every column: what they could not see of it stays, behind what
 * they made of the rest.
 */
export function withUnreadable(changed: ViewDefinition, before: ViewDefinition, reader: ViewReader): ViewDefinition {
  const mine = readableView(changed, reader)
  const isOther = ({ key }: { key: string }): boolean => !reader.keys.has(key)
  return {
    sort: [...mine.sort, ...before.sort.filter(isOther)],
    groups: [...mine.groups, ...before.groups.filter((key) => !reader.keys.has(key))],
    filters: [...mine.filters, ...before.filters.filter(isOther)],
    changed: mine.changed,
    search: reader.readsAll ? mine.search : before.search,
    hidden: [...mine.hidden, ...before.hidden.filter((key) => !reader.keys.has(key))],
    pinned: [...mine.pinned, ...before.pinned.filter(isOther)],
    order: [...mine.order, ...before.order.filter((key) => !reader.keys.has(key))],
    widths: [...mine.widths, ...before.widths.filter(isOther)],
    totals: [...mine.totals, ...before.totals.filter(isOther)],
    marks: [...mine.marks, ...before.marks.filter(isOther)].slice(0, MOST_MARKS),
    scales: [...mine.scales, ...before.scales.filter(isOther)],
    row_height: mine.row_height,
  }
}
