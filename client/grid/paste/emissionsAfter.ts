import { LiveComputation } from '#collab/binding/LiveComputation.ts'
import { convert } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { SheetModel } from '../model/SheetModel.ts'
import { PastedColumns } from './PastedColumns.ts'
import type { PastePlan } from './pasteBlock.ts'

/** The total emissions of a sheet in tonnes CO2e, now and after a paste; null: no row has a result. */
export interface EmissionsChange {
  nowT: number | null
  afterT: number | null
}

/**
 * What a paste would do to the total of the sheet; null when the result is not computed here. The whole sheet is computed
 * once on a copy of its columns. Complexity: the cells that the formulas read.
 */
export function emissionsAfter(model: SheetModel, plan: PastePlan): EmissionsChange | null {
  const result = model.fields.find((field) => field.role === 'emissions')
  if (result === undefined || !model.plans.plans.has(result.key)) {
    return null
  }
  const columns = new PastedColumns(model.store, plan.writes, plan.newRows)
  const total = new LiveComputation(columns, model.fields, model.plans).total(result.key)
  return {
    nowT: inTonnes(model.total(result.key), result.unit),
    afterT: inTonnes(total === null || total.count === 0 ? null : total.sum, result.unit),
  }
}

function inTonnes(amount: number | null, unit: string | null): number | null {
  const [from, tonnes] = [parseUnit(unit ?? ''), parseUnit('tCO2e')]
  if (amount === null || !from.ok || !tonnes.ok) {
    return null
  }
  const converted = convert(amount, from.value, tonnes.value)
  return converted.ok ? converted.value : null
}
