/** Sets of factors that a tenant brings: which files are known, and what of a row a column may say. */

/** Known layouts of files; `table` is any other one, whose columns a person names. */
export const SET_LAYOUTS = ['desnz', 'egrid', 'green_e', 'aib', 'table'] as const
export type SetLayout = (typeof SET_LAYOUTS)[number]

/** What a column of a table may say of the factor in each row. */
export const SET_COLUMNS = [
  'key',
  'name',
  'category',
  'unit',
  'co2e',
  'co2',
  'ch4',
  'ch4_biogenic',
  'n2o',
  'biogenic_co2',
  'gwp',
  'geography',
  'year',
  'scope',
  'boundary',
  'uncertainty',
  'reference',
] as const
export type SetColumn = (typeof SET_COLUMNS)[number]

/** Masses in which a table may state its amounts. */
export const AMOUNT_UNITS = ['kg', 'g', 't', 'lb'] as const
export type AmountUnit = (typeof AMOUNT_UNITS)[number]

/** Why a row of a file gives no factor. */
export const ROW_REASONS = [
  'ambiguous-number',
  'blank',
  'counted-twice',
  'duplicate',
  'negative',
  'no-name',
  'not-a-number',
  'not-computed',
  'percent',
  'unit-mismatch',
  'unknown-boundary',
  'unknown-gas',
  'unknown-gwp',
  'unknown-place',
  'unknown-scope',
  'unknown-unit',
  'unknown-year',
] as const
export type RowReason = (typeof ROW_REASONS)[number]

/** Where a set is on its way: its file is here, its factors wait for another person, they are computed with, or not any more. */
export const FACTOR_SET_STATUSES = ['uploaded', 'draft', 'approved', 'retired'] as const
export type FactorSetStatus = (typeof FACTOR_SET_STATUSES)[number]

/** How the template of a table is headed: each column by a name that is guessed right. */
export const TEMPLATE_HEADINGS: Readonly<Record<SetColumn, string>> = {
  key: 'ID',
  name: 'Name',
  category: 'Category',
  unit: 'Unit',
  co2e: 'CO2e',
  co2: 'CO2',
  ch4: 'CH4 fossil',
  ch4_biogenic: 'CH4 biogenic',
  n2o: 'N2O',
  biogenic_co2: 'Biogenic CO2',
  gwp: 'GWP set',
  geography: 'Region',
  year: 'Year',
  scope: 'Scope',
  boundary: 'Boundary',
  uncertainty: 'Uncertainty %',
  reference: 'Source row',
}
