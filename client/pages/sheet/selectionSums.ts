import type { GridController } from '#client/grid/GridController.ts'
import { KIND_NUMBER } from '#collab/schema/StoreColumn.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { Rect, Selection } from '#client/grid/Selection.ts'
import { readColumn, VALUE } from '#client/grid/view/columnData.ts'

/** What the status bar says of the selected numbers. */
export interface SelectionSums {
  count: number
  sum: number
  /** The one unit of all of them; null when they have several, and then no sum is shown. */
  unit: string | null
}

/** Sums the numbers of a selection of two cells or more; null when there is nothing to sum. Complexity: its cells, over arrays. */
export function selectionSums(controller: GridController, model: SheetModel): SelectionSums | null {
  const { selection } = controller
  if (selection.size() < 2) {
    return null
  }
  const units = new Set<string>()
  const sums: SelectionSums = { count: 0, sum: 0, unit: null }
  for (const [field, slots] of columnsOf(selection, model)) {
    const before = sums.count
    addNumbers(model, field, slots, sums)
    if (sums.count > before) {
      units.add(field.unit ?? '')
    }
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
    const rows = within.flatMap(({ r0, r1 }) => Array.from({ length: r1 - r0 + 1 }, (_, i) => r0 + i))
    const places = within.length > 1 ? new Set(rows) : rows
    return Uint32Array.from([...places].flatMap((row) => model.store.slotOf(view.rowAt(row) ?? '') ?? []))
  }
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
  const kinds = model.store.kinds(field.ordinal)
  for (const slot of slots) {
    if (kinds[slot] === KIND_NUMBER) {
      sums.count++
      sums.sum += model.store.numbers(field.ordinal)[slot]!
    }
  }
}
