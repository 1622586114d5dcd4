import { atOnce } from '#collab/schema/inSlices.ts'
import { isSameValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { RowFilter, SheetModel } from '../model/SheetModel.ts'
import { readColumn } from './columnData.ts'
import { narrow, narrowToText } from './filterRows.ts'
import type { RowCriteria, RowLanguage } from './RowView.ts'
import { meantFilter } from './viewState.ts'

/** `passingRowsInSteps` at once. */
export const passingRows = (...of: Parameters<typeof passingRowsInSteps>): Uint32Array =>
  atOnce(passingRowsInSteps(...of))

/** Those of these rows that pass, in the order in which they are given. O(rows) for each filter, which is a step. */
export function* passingRowsInSteps(
  model: SheetModel,
  { filter, filters, only, search }: Pick<RowCriteria, 'filter' | 'filters' | 'only' | 'search'>,
  { words }: RowLanguage,
  slots: Uint32Array,
): Generator<void, Uint32Array> {
  const mask = new Uint8Array(slots.length).fill(1)
  for (let i = 0; only !== null && i < slots.length; i++) {
    mask[i] = only.has(model.store.rowIds[slots[i]!] ?? '') ? 1 : 0
  }
  if (filter !== null) {
    narrowToPlace(model, filter, slots, mask)
  }
  for (const [key, one] of filters) {
    const field = model.field(key)
    if (field !== undefined) {
      narrow(readColumn(model, field, slots), meantFilter(one, model.targetsOf(key)?.me), mask)
      yield
    }
  }
  if (search !== null) {
    narrowToText(model, search, words, slots, mask)
    yield
  }
  return slots.filter((_, i) => mask[i] === 1)
}

function narrowToPlace(
  model: SheetModel,
  { site, month, incomplete, errors }: RowFilter,
  slots: Uint32Array,
  mask: Uint8Array,
): void {
  const { store, fields } = model
  const narrowTo = (role: Field['role'], wanted: string | null): void => {
    const field = fields.find((one) => one.role === role)
    for (let i = 0; wanted !== null && i < slots.length; i++) {
      mask[i] &&= field !== undefined && isSameValue(store.value(slots[i]!, field.ordinal), wanted) ? 1 : 0
    }
  }
  narrowTo('site', site)
  narrowTo('month', month)
  for (let i = 0; incomplete && i < slots.length; i++) {
    const slot = slots[i]!
    mask[i] &&= model.isIncomplete(store.rowIds[slot] ?? '', slot) ? 1 : 0
  }
  for (let i = 0; errors && i < slots.length; i++) {
    const slot = slots[i]!
    mask[i] &&= model.hasErrors(store.rowIds[slot] ?? '', slot) ? 1 : 0
  }
}
