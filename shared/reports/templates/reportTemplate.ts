import type { ReportWord } from '../words/en.ts'

/** What the rows of a table are that has amounts of years. */
export type AmountRows =
  | 'scopes'
  | 'categories'
  | 'gases'
  | 'biogenic'
  | 'sites'
  | 'months'
  | 'modules_1'
  | 'modules_2'
  | 'modules_3'
  | 'modules'

/** What the rows of a table are that are things of their own. */
export type ListRows =
  | 'intensities'
  | 'declarations'
  | 'targets'
  | 'factors'
  | 'recalculations'
  | 'instruments'
  | 'groups'
  | 'energy'
  | 'boundary_sites'

/** What stands in the columns of rows that have amounts of years. */
export type Measure =
  | 'amount'
  | 'mass'
  | 'biogenic'
  | 'share'
  | 'previous'
  | 'change_previous'
  | 'base'
  | 'change_base'
  | 'interval'
  | 'assessed'
  | 'primary_share'
  | 'state'

/** One line of a list of facts. */
export type FactName =
  | 'organisation'
  | 'period'
  | 'version'
  | 'consolidation'
  | 'operational_boundary'
  | 'gwp_set'
  | 'factor_year'
  | 'base_year'
  | 'base_year_reason'
  | 'threshold'
  | 'incomplete'
  | 'seal'
  | 'sealed_at'
  | 'root_hash'
  | 'scope_1'
  | 'scope_2_location'
  | 'scope_2_market'
  | 'scope_3'
  | 'total_location'
  | 'total_market'

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

export type TemplateBlock =
  | { kind: 'facts'; facts: readonly FactName[] }
  | { kind: 'table'; title: ReportWord; rows: AmountRows; measures: readonly Measure[] }
  | { kind: 'list'; title: ReportWord; rows: ListRows }
  | { kind: 'chart'; title: ReportWord; of: 'scopes' | 'years' | 'months' | 'categories' | 'sites' }
  | { kind: 'notes'; notes: readonly NoteName[] }

/** A report as data: which sections, what is in them, and where the document asks for it. */
export interface ReportTemplate {
  title: ReportWord
  /** Document, edition and year. */
  edition: string
  sections: readonly { title: ReportWord; reference: string; blocks: readonly TemplateBlock[] }[]
}
