import type { Ast } from '#formulas/syntax/Ast.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { conversionsOf } from './conversionsOf.ts'
import type { Explanation } from './explainCell.ts'
import type { LastChange } from './explainQueries.ts'

/**
 * A computed cell with everything that it comes from, for programs and for an auditor's file. Stable: in version 1 keys are
 * added, none is renamed, taken away or given another meaning. Numbers are unrounded; units are in the syntax of formulas
 * (`kWh(HHV)`, `kgCO2e/L`). Only what its reader may read is in it.
 */
export interface CellExplanation {
  format: 'carbonsheet.cell-explanation'
  version: 1
  /** Address of the cell in Carbonsheet. */
  link: string
  table: { id: string; name: string }
  cycle: { id: string; name: string }
  /** `name` is what people see of the row: its key column and month. */
  row: { id: string; name: string }
  field: { key: string; name: string }
  /** The moment that is looked at (ISO); null: now. */
  as_of: string | null
  formula: string
  /** `error` says why there is no value; then it is null. */
  result: { value: number | string | boolean | null; unit: string | null; error: string | null }
  inputs: {
    field: { key: string; name: string }
    /** `computed`: by a formula of its own, which has no history. */
    kind: 'entered' | 'computed'
    /** As stored; of an option its id, and what people see in `text`. Null: empty. */
    value: CellValue
    text: string
    unit: string | null
    /** Null: computed, never changed since the sheet began, or not known now (offline). */
    last_change: ToldChange | null
  }[]
  /** `number * multiply / divide`. `field` null: of the result. */
  conversions: { field: string | null; from: string; to: string; multiply: number; divide: number }[]
  factors: {
    id: string
    name: string
    /** The choice of the row that stands for it. */
    chosen: { field: string; text: string; last_change: ToldChange | null }
    publisher: string
    dataset: string
    edition: string
    table: string
    row: string
    year: number
    geography: string
    licence: string
    /** Where it was published; null: not known. */
    link: string | null
    /** What the masses are per. */
    unit: string
    kg_of_gas: Record<string, number>
    kg_co2e_not_split: number | null
    kg_biogenic_co2: number | null
  }[]
  /** Densities, heating values, rates and indices that the formula asks for. */
  parameters: { key: string; name: string; year: number; value: number; unit: string; source: string }[]
  factor_year: number
  /** Kilograms of CO2e per kilogram, of the gases that are used. */
  gwp: { set: string; values: Record<string, number> }
  /** Gases of the activity that its factors do not give, so that more is emitted; empty: the result is whole. */
  gases_not_known: string[]
  /** The result by gas, in its unit, biogenic CO2 beside it; null: it cannot be split. */
  components: { gas: string; amount: number }[] | null
  /** `none`: nothing is rounded; `formula`: only where the formula says round(). */
  rounding: 'none' | 'formula'
}

/** `by` null: no person, but the system. */
interface ToldChange {
  at: string
  by: { id: string; name: string } | null
  how: string
}

/** Where a cell is, in words and ids. */
export interface CellPlace {
  link: string
  table: { id: string; name: string }
  cycle: { id: string; name: string }
  rowName: string
  asOf: string | null
}

/** `known`: what had to be asked the server for. */
export function cellExplanation(
  { model, cell, place }: { model: SheetModel; cell: CellRef; place: CellPlace },
  explanation: Explanation,
  known: {
    changes: ReadonlyMap<string, LastChange | null>
    links: ReadonlyMap<string, string | null>
  },
): CellExplanation {
  const { field, formula, inputs, factors, parameters, components } = explanation
  const computed = model.computed(cell.row, cell.key)
  const isError = typeof computed === 'object' && computed !== null
  const gases = new Set(factors.flatMap(({ factor }) => Object.keys(factor.gasesKg)))
  return {
    format: 'carbonsheet.cell-explanation',
    version: 1,
    link: place.link,
    table: place.table,
    cycle: place.cycle,
    row: { id: cell.row, name: place.rowName },
    field: { key: field.key, name: field.name },
    as_of: place.asOf,
    formula,
    result: { value: isError ? null : computed, unit: field.unit, error: isError ? computed.error : null },
    inputs: inputs.map(({ field: input, value, text }) => ({
      field: { key: input.key, name: input.name },
      kind: input.type === 'formula' ? 'computed' : 'entered',
      value,
      text,
      unit: input.unit,
      last_change: told(known.changes.get(input.key)),
    })),
    conversions: conversionsOf(explanation, model),
    factors: factors.map(({ choice, option, factor }) => ({
      id: factor.id,
      name: factor.name,
      chosen: { field: choice.key, text: option, last_change: told(known.changes.get(choice.key)) },
      publisher: factor.publisher,
      dataset: factor.dataset,
      edition: factor.edition,
      table: factor.table,
      row: factor.row,
      year: factor.year,
      geography: factor.geography,
      licence: factor.licence,
      link: known.links.get(factor.id) ?? null,
      unit: factor.unit,
      kg_of_gas: { ...factor.gasesKg },
      kg_co2e_not_split: factor.co2eOnlyKg,
      kg_biogenic_co2: factor.biogenicCo2Kg,
    })),
    parameters: parameters.map(({ parameter: { key, name, unit }, value: { year, value, source } }) => ({
      key,
      name,
      year,
      value,
      unit,
      source,
    })),
    factor_year: model.context.factorYear,
    gwp: {
      set: model.context.gwpSet,
      values: Object.fromEntries(Object.entries(model.context.gwp).filter(([species]) => gases.has(species))),
    },
    gases_not_known: model.gasesNotKnown(cell.row, cell.key),
    components: components?.map(({ component, amount }) => ({ gas: component, amount })) ?? null,
    rounding: calls(explanation.ast, 'round') ? 'formula' : 'none',
  }
}

const told = (change: LastChange | null | undefined): ToldChange | null =>
  change ? { at: change.at, by: change.user, how: change.gesture } : null

function calls(ast: Ast, name: string): boolean {
  switch (ast.kind) {
    case 'call':
      return ast.name === name || ast.args.some((argument) => calls(argument, name))
    case 'operation':
      return ast.operands.some((operand) => calls(operand, name))
    default:
      return false
  }
}
