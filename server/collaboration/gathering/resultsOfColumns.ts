import type { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { DELETED, ORDER } from '#collab/schema/layout.ts'
import { primaryChoicesOf } from '#server/emissions/primaryData.ts'
import { resultsOfRows, type RowResult } from '#server/emissions/rowResults.ts'
import { type CountedRow, saysPrimary } from '#server/emissions/SheetGroup.ts'
import type { TablePlans } from '#server/emissions/tablePlans.ts'
import type { Field } from '#shared/fields/field.ts'
import { COMMON_PART, partOf } from '#shared/fields/partOf.ts'
import { derivedText } from '../jsonOf.ts'

export interface ColumnResults {
  ids: readonly string[]
  results: readonly RowResult[]
  /** Those that exist, for their sums. */
  counted(): Iterable<CountedRow>
}

/**
 * Whether the common part of a sheet is all that the results, gaps and errors of its rows come from: none of them depends on
 * other rows or on a field that only some may read.
 */
export function restsOnCommonPart({ fields, counted, gathering }: TablePlans): boolean {
  const isUsed = (field: Field): boolean =>
    counted.has(field.key) || field.role !== null || primaryChoicesOf([field]).length > 0
  return (
    gathering.size === 0 &&
    fields.every((field) => field.type === 'formula' || !isUsed(field) || partOf(field) === COMMON_PART)
  )
}

/** Results of all rows where `restsOnCommonPart`, as the projector makes them of each. Deleted rows have some, too. */
export function resultsOfColumns(plans: TablePlans, store: ColumnStore): ColumnResults {
  const slots = Uint32Array.from(store.rowIds.keys()).filter((slot) => typeof store.value(slot, ORDER) === 'string')
  const results = resultsOfRows(plans, store, slots).map(withDerivedPlace)
  const choices = primaryChoicesOf(plans.fields)
  return {
    ids: Array.from(slots, (slot) => store.rowIds[slot]!),
    results,
    *counted() {
      for (const [position, slot] of slots.entries()) {
        if (store.value(slot, DELETED) !== true) {
          const isPrimary = saysPrimary(choices, (ordinal) => store.value(slot, ordinal))
          yield { result: results[position]!, isPrimary }
        }
      }
    },
  }
}

/** A copy only where a text differs: there are very many rows. */
function withDerivedPlace(result: RowResult): RowResult {
  const [site, month] = [derivedText(result.site), derivedText(result.month)]
  return site === result.site && month === result.month ? result : { ...result, site, month }
}
