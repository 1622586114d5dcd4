import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { type Conversion, conversion } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { Carrier } from '#shared/scope2/instrument.ts'
import { readsCells } from '../emissions/factorsOf.ts'
import { inputsOfResult } from '../emissions/inputsOfResult.ts'

/** Where a table of scope 2 says how much energy was consumed, and of which grid. */
export interface EnergyColumns {
  ordinal: number
  toMwh: Conversion
  /** The field that names the grid's factor, as an option or itself. Null: none, or several. */
  grid: Field | null
}

/**
 * The one column of energy (kWh, MWh, GJ without a heating value basis) that the result of a table is computed from. Null
 * when there is none or several: then nobody can say what an instrument would cover.
 */
export function energyColumns(fields: readonly Field[]): EnergyColumns | null {
  const inputs = inputsOfResult(fields)
  const energies = inputs.flatMap((field) => {
    const toMwh = field.type === 'number' ? toMegawattHours(field.unit) : null
    return toMwh === null ? [] : [{ ordinal: field.ordinal, toMwh }]
  })
  const grids = inputs.filter((field) => field.options.some((option) => option.factors) || readsCells(field))
  const [energy, second] = energies
  return energy === undefined || second !== undefined
    ? null
    : { ...energy, grid: grids.length === 1 ? (grids[0] ?? null) : null }
}

/** By the name and table under which it was published; everything else is electricity. */
export function carrierOf(factor: EmissionFactor | undefined): Carrier {
  const text = factor === undefined ? '' : `${factor.name} ${factor.table}`
  if (/\b(cooling|chilled)\b/i.test(text)) {
    return 'cooling'
  }
  return /\b(heat|steam)\b/i.test(text) ? 'heat' : 'electricity'
}

function toMegawattHours(unit: string | null): Conversion | null {
  const [from, to] = [parseUnit(unit ?? ''), parseUnit('MWh')]
  const found = unit !== null && from.ok && to.ok ? conversion(from.value, to.value) : null
  return found?.ok ? found.value : null
}
