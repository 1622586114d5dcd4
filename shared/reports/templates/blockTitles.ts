import type { ReportWord } from '../words/en.ts'
import type { AmountRows, ChartOf, FactName, ListRows, Measure } from './reportTemplate.ts'

/** What stands over parts of reports that people put together, and what these parts are called where they are chosen. */

export const ROWS_WORD: Readonly<Record<AmountRows, ReportWord>> = {
  scopes: 'table_scopes',
  categories: 'table_categories',
  gases: 'table_gases',
  biogenic: 'table_biogenic',
  sites: 'table_sites',
  months: 'chart_months',
  modules: 'table_modules',
  modules_1: 'table_modules_1',
  modules_2: 'table_modules_2',
  modules_3: 'table_modules_3',
}

export const LIST_WORD: Readonly<Record<ListRows, ReportWord>> = {
  intensities: 'table_intensities',
  declarations: 'table_declarations',
  targets: 'table_targets',
  factors: 'table_factors',
  recalculations: 'table_recalculations',
  instruments: 'table_instruments',
  groups: 'table_groups',
  energy: 'table_energy',
  boundary_sites: 'table_boundary_sites',
}

export const CHART_WORD: Readonly<Record<ChartOf, ReportWord>> = {
  scopes: 'chart_scopes',
  years: 'chart_years',
  months: 'chart_months',
  categories: 'chart_categories',
  sites: 'chart_sites',
}

/** Names of columns, where no year is known yet. */
export const MEASURE_WORD: Readonly<Record<Measure, ReportWord>> = {
  amount: 'column_amount',
  mass: 'column_mass',
  biogenic: 'column_biogenic',
  share: 'column_share',
  previous: 'measure_previous',
  change_previous: 'column_change_previous',
  base: 'measure_base',
  change_base: 'column_change_base',
  interval: 'measure_interval',
  assessed: 'column_assessed',
  primary_share: 'column_primary_share',
  state: 'column_state',
}

/** Facts that are amounts are called as these are. */
export const FACT_WORD: Readonly<Record<FactName, ReportWord>> = {
  organisation: 'fact_organisation',
  period: 'fact_period',
  version: 'fact_version',
  consolidation: 'fact_consolidation',
  operational_boundary: 'fact_operational_boundary',
  gwp_set: 'fact_gwp_set',
  factor_year: 'fact_factor_year',
  base_year: 'fact_base_year',
  base_year_reason: 'fact_base_year_reason',
  threshold: 'fact_threshold',
  incomplete: 'fact_incomplete',
  seal: 'fact_seal',
  sealed_at: 'fact_sealed_at',
  root_hash: 'fact_root_hash',
  scope_1: 'scope_1',
  scope_2_location: 'scope_2_location',
  scope_2_market: 'scope_2_market',
  scope_3: 'scope_3',
  total_location: 'total_location',
  total_market: 'total_market',
}
