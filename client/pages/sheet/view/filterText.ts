import { formatNumber, type CellWords } from '#shared/cells/formatCell.ts'
import type { Field } from '#shared/fields/field.ts'
import { shownText } from '#client/grid/view/filterRows.ts'
import type { ColumnFilter, FilterTest } from '#client/grid/view/viewState.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** How many values a filter names before it counts the rest. */
const NAMED = 2

/** A filter in words, for its chip: "Fuel: Diesel, LPG and 3 more". */
export function filterText(field: Field, filter: ColumnFilter, words: CellWords, t: SheetTranslate): string {
  const parts = [
    ...(filter.test === null ? [] : [testText(field, filter.test, words, t)]),
    ...(filter.empty ? [t('emptyCells')] : []),
    ...(filter.errors ? [t('withErrors')] : []),
  ].filter((part) => part !== '')
  return t('chip', { column: field.name, what: parts.length === 0 ? t('noValues') : parts.join(', ') })
}

function testText(field: Field, test: FilterTest, words: CellWords, t: SheetTranslate): string {
  switch (test.kind) {
    case 'values': {
      const named = test.values
        .slice(0, NAMED)
        .map((value) => shownText(field, value, words))
        .join(', ')
      const rest = test.values.length - NAMED
      const values = rest > 0 ? t('chipAnd', { first: named, n: rest }) : named
      return !test.except ? values : values === '' ? t('selectAll') : t('chipExcept', { values })
    }
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
