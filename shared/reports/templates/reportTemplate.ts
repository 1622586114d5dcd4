import type { ReportWord } from '../words/en.ts'

/** What the rows of a table are that has amounts of years. */
export const AMOUNT_ROWS = [
  'scopes',
  'categories',
  'gases',
  'biogenic',
  'sites',
  'months',
  'modules_1',
  'modules_2',
  'modules_3',
  'modules',
] as const
export type AmountRows = (typeof AMOUNT_ROWS)[number]

/** What the rows of a table are that are things of their own. */
export const LIST_ROWS = [
  'intensities',
  'declarations',
  'targets',
  'factors',
  'recalculations',
  'instruments',
  'groups',
  'energy',
  'boundary_sites',
] as const
export type ListRows = (typeof LIST_ROWS)[number]

/** What stands in the columns of rows that have amounts of years. */
export const MEASURES = [
  'amount',
  'mass',
  'biogenic',
  'share',
  'previous',
  'change_previous',
  'base',
  'change_base',
  'interval',
  'assessed',
  'primary_share',
  'state',
] as const
export type Measure = (typeof MEASURES)[number]

/** One line of a list of facts. */
export const FACT_NAMES = [
  'organisation',
  'period',
  'version',
  'consolidation',
  'operational_boundary',
  'gwp_set',
  'factor_year',
  'base_year',
  'base_year_reason',
  'threshold',
  'incomplete',
  'seal',
  'sealed_at',
  'root_hash',
  'scope_1',
  'scope_2_location',
  'scope_2_market',
  'scope_3',
  'total_location',
  'total_market',
] as const
export type FactName = (typeof FACT_NAMES)[number]

/** Sentences that follow from what is there. */
export type NoteName =
  | 'methods'
  | 'scope_2_methods'
  | 'biogenic'
  | 'exclusions'
  | 'gwp_mixture'
  | 'partial_gases'
  | 'uncertainty'
  | 'gross'
  | 'sites_not_stated'
  | 'unaccounted'
  | 'base_policy'
  | 'esrs_not_here'
  | 'gri_superseded'
  | 'gri_reductions'
  | 'energy_method'
  | 'secr_actions'
  | 'cdp_not_here'

/** What charts are of. */
export const CHARTS = ['scopes', 'years', 'months', 'categories', 'sites'] as const
export type ChartOf = (typeof CHARTS)[number]

/** Words of ours in the language of the reader, or somebody’s own, which stay as they wrote them. */
export type Wording = ReportWord | { own: string }

export type TemplateBlock =
  /** Somebody’s own words, in paragraphs. */
  | { kind: 'text'; text: string }
  | { kind: 'facts'; facts: readonly FactName[] }
  | { kind: 'table'; title: ReportWord; rows: AmountRows; measures: readonly Measure[] }
  | { kind: 'list'; title: ReportWord; rows: ListRows }
  | { kind: 'chart'; title: ReportWord; of: ChartOf }
  | { kind: 'notes'; notes: readonly NoteName[] }

/** A report as data: which sections, what is in them, and where the document asks for it. */
export interface ReportTemplate {
  title: Wording
  /** Document, edition and year; null: it follows none. */
  edition: string | null
  sections: readonly { title: Wording; reference: string; blocks: readonly TemplateBlock[] }[]
}
