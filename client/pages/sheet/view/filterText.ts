import { formatNumber, type CellWords } from '#shared/cells/formatCell.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { shownText } from '#client/grid/view/filterRows.ts'
import { ME, type ColumnFilter, type FilterTest } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** How many values a filter names before it counts the rest. */
const NAMED = 2

/** A filter in words, for its chip: "Fuel: Diesel, LPG and 3 more". */
export function filterText(field: Field, filter: ColumnFilter, words: CellWords, t: SheetTranslate): string {
  const flags = [
    ...(filter.empty ? [t('emptyCells')] : []),
    ...(filter.errors && !CELL_TYPES[field.type].isFree ? [t('withErrors')] : []),
  ]
  const parts =
    filter.test?.kind === 'values' && filter.test.except
      ? [exceptText(field, filter, filter.test.values, words, t)]
      : [...(filter.test === null ? [] : [testText(field, filter.test, words, t)]), ...flags]
  return t('chip', { column: field.name, what: parts.length === 0 ? t('noValues') : parts.join(', ') })
}

/** What does not pass, empty cells and errors included. */
function exceptText(
  field: Field,
  { empty, errors }: ColumnFilter,
  left: readonly string[],
  words: CellWords,
  t: SheetTranslate,
): string {
  const names = [
    ...left.map((value) => valueText(field, value, words, t)),
    ...(empty ? [] : [t('emptyCells')]),
    ...(errors || CELL_TYPES[field.type].isFree ? [] : [t('withErrors')]),
  ]
  return names.length === 0 ? t('selectAll') : t('chipExcept', { values: named(names, t) })
}

const valueText = (field: Field, value: string, words: CellWords, t: SheetTranslate): string =>
  field.type === 'person' && value === ME ? t('filterMe') : shownText(field, value, words)

function named(names: readonly string[], t: SheetTranslate): string {
  const first = names.slice(0, NAMED).join(', ')
  return names.length > NAMED ? t('chipAnd', { first, n: names.length - NAMED }) : first
}

function testText(field: Field, test: FilterTest, words: CellWords, t: SheetTranslate): string {
  switch (test.kind) {
    case 'values':
      return named(
        test.values.map((value) => valueText(field, value, words, t)),
        t,
      )
    case 'contains':
      return t('chipContains', { text: test.text })
    case 'range': {
      const end = (of: number | string | null): string | null =>
        of === null ? null : typeof of === 'number' ? formatNumber(of) : shownText(field, of, words)
      const [from, to] = [end(test.from), end(test.to)]
      return from !== null && to !== null
        ? t('chipRange', { from, to })
        : from === null
          ? t('chipTo', { to: to ?? '' })
          : t('chipFrom', { from })
    }
  }
}
