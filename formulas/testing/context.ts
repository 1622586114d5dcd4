import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import type { FormulaContext, FormulaField } from '#formulas/FormulaContext.ts'

/** A field with little said. */
export function fieldOf(key: string, unit: string | null = null, more: Partial<FormulaField> = {}): FormulaField {
  return { key, type: 'number', unit, options: [], ...more }
}

/** A field whose options are the factors, each option with the factor's id as its own. */
export function choiceOf(key: string, factors: readonly EmissionFactor[], year = 2025): FormulaField {
  const options = factors.map(({ id, name }) => ({ id, label: name, factors: { [String(year)]: id } }))
  return { key, type: 'option', unit: null, options }
}

/** A factor with little said. */
export function factorOf(
  id: string,
  unit: string,
  gasesKg: Record<string, number>,
  more: Partial<EmissionFactor> = {},
): EmissionFactor {
  return {
    id,
    name: id,
    unit,
    gasesKg,
    co2eOnlyKg: null,
    co2eOnlyGwp: null,
    biogenicCo2Kg: null,
    publisher: 'Test',
    dataset: 'Test',
    edition: '1',
    table: '1',
    row: '1',
    year: 2025,
    geography: 'GLOBAL',
    licence: 'none',
    ...more,
  }
}

/** AR5 and AR6 as in seeds/data/emission-factors.json, for the gases that tests use. */
export const GWP: Readonly<Record<'AR5' | 'AR6', GwpTable>> = {
  AR5: { CO2: 1, CH4: 28, 'CH4-fossil': 30, 'CH4-nonfossil': 28, N2O: 265, SF6: 23500, HFC134a: 1300, HFC125: 3170 },
  AR6: {
    CO2: 1,
    CH4: 27.9,
    'CH4-fossil': 29.8,
    'CH4-nonfossil': 27,
    N2O: 273,
    SF6: 25200,
    HFC134a: 1530,
    HFC125: 3740,
  },
}

export function contextOf(
  fields: readonly FormulaField[],
  factors: readonly EmissionFactor[] = [],
  set: 'AR5' | 'AR6' = 'AR5',
): FormulaContext {
  const gwpSet: GwpSet = set
  return {
    fields,
    factors: new Map(factors.map((factor) => [factor.id, factor])),
    gwp: GWP[set],
    gwpSet,
    factorYear: 2025,
  }
}
