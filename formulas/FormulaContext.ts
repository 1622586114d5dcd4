import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'
import type { Parameter } from '#shared/parameters/parameter.ts'
import type { FieldOption, FieldType } from '#shared/fields/field.ts'

/** What a formula sees of a field of its table. */
export interface FormulaField {
  key: string
  /** Name in messages; the key when absent. */
  name?: string
  type: FieldType
  /**
   * Unit of the numbers; null for texts and plain numbers. Of a formula field: the unit its results are kept in; of a factor
   * field: what its factors are per.
   */
  unit: string | null
  options: readonly FieldOption[]
  formula?: string | null
  /** Of a reference: the id of the table whose rows it points at. */
  targetTableId?: string | null
}

/** Everything outside its own text that decides what a formula means: the table's fields and the cycle's factors. */
export interface FormulaContext {
  fields: readonly FormulaField[]
  /** Factors by id, at least those that the options name and that cells of factor fields hold. */
  factors: Pick<ReadonlyMap<string, EmissionFactor>, 'get'>
  /** Key and id of the table of the fields; absent when nobody else can name it. */
  table?: { key: string; id: string }
  /** Tables whose rows may be gathered, by key. Absent: none but the own one. */
  tables?: ReadonlyMap<string, FormulaContext>
  /** Kilograms of CO2e per kilogram of a species, of the cycle's GWP set. */
  gwp: GwpTable
  gwpSet: GwpSet
  /** Edition year whose factors the options name, and for which parameters are asked. */
  factorYear: number
  /** Densities, heating values, exchange rates and price indices by key. Absent: there are none. */
  parameters?: ReadonlyMap<string, Parameter>
}
