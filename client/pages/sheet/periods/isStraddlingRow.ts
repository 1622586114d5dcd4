import type { BulkFace } from '../bulk/BulkFace.ts'
import { periodFields, straddlingOf } from './straddling.ts'

/** Whether a row is a bill that goes beyond the cycle of its sheet. */
export function isStraddlingRow(
  { model, description }: Pick<BulkFace, 'model' | 'description'>,
  row: string | null,
): boolean {
  const fields = periodFields(model)
  const { starts_on: startsOn, ends_on: endsOn } = description.cycle
  return fields !== null && row !== null && straddlingOf(model, row, { fields, cycle: { startsOn, endsOn } }) !== null
}
