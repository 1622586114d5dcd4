import type { ReportTemplate } from './reportTemplate.ts'

/**
 * What a public inventory report must have (GHG Protocol Corporate Accounting and Reporting Standard, revised edition, 2004,
 * chapter 9, "Required information"), scope 2 both ways (Scope 2 Guidance, 2015, chapter 7), scope 3 by category with exclusions
 * (Corporate Value Chain Standard, 2011, chapter 11), and of the optional information uncertainty and ratios.
 */
export const GHG_PROTOCOL: ReportTemplate = {
  title: 'title_ghg',
  edition: 'GHG Protocol Corporate Accounting and Reporting Standard, revised edition (2004), chapter 9',
  sections: [
    {
      title: 'section_summary',
      reference: 'Corporate Standard, ch. 9; Scope 2 Guidance (2015), ch. 7',
      blocks: [
        {
          kind: 'table',
          title: 'table_scopes',
          rows: 'scopes',
          measures: ['amount', 'previous', 'change_previous', 'base', 'change_base'],
        },
        { kind: 'chart', title: 'chart_scopes', of: 'scopes' },
        { kind: 'notes', notes: ['gross', 'scope_2_methods'] },
      ],
    },
    {
      title: 'section_boundary',
      reference: 'Corporate Standard, ch. 3, 4 and 9',
      blocks: [
        {
          kind: 'facts',
          facts: ['organisation', 'period', 'version', 'consolidation', 'operational_boundary', 'incomplete'],
        },
        { kind: 'list', title: 'table_boundary_sites', rows: 'boundary_sites' },
        { kind: 'notes', notes: ['sites_not_stated'] },
      ],
    },
    {
      title: 'section_gases',
      reference: 'Corporate Standard, ch. 9; Required Greenhouse Gases amendment (2013)',
      blocks: [
        { kind: 'facts', facts: ['gwp_set'] },
        { kind: 'table', title: 'table_gases', rows: 'gases', measures: ['mass', 'amount', 'share'] },
        { kind: 'notes', notes: ['gwp_mixture', 'partial_gases'] },
      ],
    },
    {
      title: 'section_scope_3',
      reference: 'Corporate Value Chain (Scope 3) Standard (2011), ch. 6 and 11.1',
      blocks: [
        {
          kind: 'table',
          title: 'table_categories',
          rows: 'categories',
          measures: ['amount', 'biogenic', 'primary_share', 'state'],
        },
        { kind: 'chart', title: 'chart_categories', of: 'categories' },
      ],
    },
    {
      title: 'section_biogenic',
      reference: 'Corporate Standard, ch. 4 and 9',
      blocks: [
        { kind: 'table', title: 'table_biogenic', rows: 'biogenic', measures: ['amount', 'previous'] },
        { kind: 'notes', notes: ['biogenic'] },
      ],
    },
    {
      title: 'section_base_year',
      reference: 'Corporate Standard, ch. 5 and 9',
      blocks: [
        { kind: 'facts', facts: ['base_year', 'threshold'] },
        { kind: 'chart', title: 'chart_years', of: 'years' },
        { kind: 'list', title: 'table_recalculations', rows: 'recalculations' },
        { kind: 'notes', notes: ['base_policy'] },
      ],
    },
    {
      title: 'section_methods',
      reference: 'Corporate Standard, ch. 6 and 9',
      blocks: [
        { kind: 'facts', facts: ['gwp_set', 'factor_year'] },
        { kind: 'notes', notes: ['methods'] },
        { kind: 'list', title: 'table_factors', rows: 'factors' },
      ],
    },
    {
      title: 'section_exclusions',
      reference: 'Corporate Standard, ch. 9; Scope 3 Standard, ch. 6',
      blocks: [
        { kind: 'list', title: 'table_declarations', rows: 'declarations' },
        { kind: 'notes', notes: ['exclusions', 'unaccounted'] },
      ],
    },
    {
      title: 'section_uncertainty',
      reference: 'Corporate Standard, ch. 7; IPCC 2006, vol. 1, ch. 3',
      blocks: [
        { kind: 'table', title: 'table_uncertainty', rows: 'scopes', measures: ['amount', 'interval', 'assessed'] },
        { kind: 'notes', notes: ['uncertainty'] },
      ],
    },
    {
      title: 'section_breakdown',
      reference: 'Corporate Standard, ch. 9, optional information',
      blocks: [
        {
          kind: 'table',
          title: 'table_sites',
          rows: 'sites',
          measures: ['amount', 'share', 'previous', 'change_previous'],
        },
        { kind: 'table', title: 'table_modules', rows: 'modules', measures: ['amount', 'previous', 'change_previous'] },
        { kind: 'chart', title: 'chart_months', of: 'months' },
        { kind: 'list', title: 'table_intensities', rows: 'intensities' },
      ],
    },
    { title: 'section_seal', reference: '', blocks: [{ kind: 'facts', facts: ['seal', 'sealed_at', 'root_hash'] }] },
  ],
}
