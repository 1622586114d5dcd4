import type { Field } from '#shared/fields/field.ts'
import type { Measure } from '#shared/views/measures.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { isNumeric } from '../view/columnData.ts'

/** What can be told of a column. A sum has one unit, that of its column. */
export function measuresOf(model: SheetModel, field: Field): readonly Measure[] {
  if (isNumeric(model, field)) {
    return ['sum', 'average', 'min', 'max', 'count', 'missing', 'none']
  }
  return field.type === 'date' || field.type === 'month'
    ? ['min', 'max', 'count', 'missing', 'none']
    : ['count', 'missing', 'none']
}

/** What is told of a column for which nobody chose: the sum of what is computed. */
export function measureOf(model: SheetModel, field: Field, chosen: ReadonlyMap<string, Measure>): Measure {
  const own: Measure = field.type === 'formula' && isNumeric(model, field) ? 'sum' : 'none'
  const measure = chosen.get(field.key) ?? own
  return measuresOf(model, field).includes(measure) ? measure : own
}
