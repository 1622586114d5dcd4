/** What a parameter says: how one kind of quantity leads to another. */
export const PARAMETER_KINDS = ['density', 'heating_value', 'exchange_rate', 'price_index', 'other'] as const
export type ParameterKind = (typeof PARAMETER_KINDS)[number]

/** A value with the year it is of and where it is published. */
export interface ParameterValue {
  year: number
  /** In the unit of its parameter. */
  value: number
  /** Document, edition and table, as an auditor would look it up. */
  source: string
}

/**
 * A number that leads from one dimension to another and that nobody may assume: the density of a fuel (`kg/L`), its heating
 * value (`kWh(HHV)/L`), a rate of exchange (`USD/EUR`), an index of prices (`USD@2022/USD@2024`). GHG Protocol Corporate
 * Standard, chapter 7: such data are documented with their source like activity data and emission factors.
 */
export interface Parameter {
  key: string
  name: string
  kind: ParameterKind
  unit: string
  /** Of years that differ. */
  values: readonly ParameterValue[]
}

/** Rates of exchange and indices of prices are of one year only; what a litre weighs stays so until it is measured anew. */
const OF_ONE_YEAR: ReadonlySet<ParameterKind> = new Set<ParameterKind>(['exchange_rate', 'price_index'])

/**
 * The value for a year: the one of that year, or where the kind holds on, of the newest year before it. Null: none, and
 * nothing is assumed.
 */
export function valueInYear({ kind, values }: Pick<Parameter, 'kind' | 'values'>, year: number): ParameterValue | null {
  const possible = values.filter((value) => (OF_ONE_YEAR.has(kind) ? value.year === year : value.year <= year))
  return possible.reduce<ParameterValue | null>(
    (newest, value) => (newest === null || value.year > newest.year ? value : newest),
    null,
  )
}
