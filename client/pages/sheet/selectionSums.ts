import type { GridController } from '#client/grid/GridController.ts'
import { KIND_NUMBER } from '#collab/schema/StoreColumn.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { Rect, Selection } from '#client/grid/Selection.ts'
import { readColumn, VALUE } from '#client/grid/view/columnData.ts'

/** In the place of a slot: the head of a group, or a row that is gone. */
const NO_ROW = 2 ** 32 - 1

/** What the status bar says of the selected numbers. */
export interface SelectionSums {
  count: number
  sum: number
  /** The one unit of all of them; null when they have several, and then no sum is shown. */
  unit: string | null
}

/**
 * Sums the numbers of a selection of two cells or more, a column a step; null when there is nothing to sum. Complexity: its
 * cells, over arrays.
 */
export function* selectionSums(
  controller: Pick<GridController, 'selection'>,
  model: SheetModel,
): Generator<void, SelectionSums | null> {
  const { selection } = controller
  if (selection.size() < 2) {
    return null
  }
  const units = new Set<string>()
  const sums: SelectionSums = { count: 0, sum: 0, unit: null }
  const columns = columnsOf(selection, model)
  yield
  for (const [field, slots] of columns) {
    const before = sums.count
    addNumbers(model, field, slots, sums)
    if (sums.count > before) {
      units.add(field.unit ?? '')
    }
    yield
  }
  if (sums.count === 0) {
    return null
  }
  return { ...sums, unit: units.size === 1 ? ([...units][0] ?? '') : null }
}

/** The selected columns, each with the slots of its selected cells. A cell in several ranges counts once. */
function columnsOf(selection: Selection, model: SheetModel): [Field, Uint32Array][] {
  const { view } = selection
  const rects = selection.rects()
  const slots = (within: readonly Rect[]): Uint32Array => {
    const found = within.flatMap(({ r0, r1 }) => Array.from({ length: r1 - r0 + 1 }, (_, i) => slotAt(r0 + i)))
    return Uint32Array.from(within.length > 1 ? new Set(found) : found).filter((slot) => slot !== NO_ROW)
  }
  const slotAt = (row: number): number => model.store.slotOf(view.rowAt(row) ?? '') ?? NO_ROW
  const known = new Map<string, Uint32Array>()
  return view.columns().flatMap((key, c): [Field, Uint32Array][] => {
    const field = model.field(key)
    const within = rects.filter(({ c0, c1 }) => c >= c0 && c <= c1)
    if (field === undefined || within.length === 0) {
      return []
    }
    const which = within.map(({ r0, r1 }) => `${r0}-${r1}`).join()
    const own = known.get(which) ?? slots(within)
    known.set(which, own)
    return [[field, own]]
  })
}

function addNumbers(model: SheetModel, field: Field, slots: Uint32Array, sums: SelectionSums): void {
  if (field.type === 'formula') {
    const { classes, numbers } = readColumn(model, field, slots)
    for (let i = 0; numbers !== null && i < slots.length; i++) {
      if (classes[i] === VALUE) {
        sums.count++
        sums.sum += numbers[i]!
      }
    }
    return
  }
  const [kinds, numbers] = [model.store.kinds(field.ordinal), model.store.numbers(field.ordinal)]
  for (const slot of slots) {
    if (kinds[slot] === KIND_NUMBER) {
      sums.count++
      sums.sum += numbers[slot]!
    }
  }
}
