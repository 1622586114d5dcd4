import type { ReportTemplate } from './reportTemplate.ts'

/**
 * GRI 305: Emissions 2016, disclosures 305-1 to 305-5. GRI 102: Climate Change 2025 takes their place for reports from 2027 on,
 * which the report says.
 */
export const GRI_305: ReportTemplate = {
  title: 'title_gri',
  edition: 'GRI 305: Emissions 2016, disclosures 305-1 to 305-5',
  sections: [
    {
      title: 'section_gri_1',
      reference: 'GRI 305-1',
      blocks: [
        { kind: 'facts', facts: ['scope_1', 'base_year', 'consolidation', 'gwp_set'] },
        {
          kind: 'table',
          title: 'table_sources',
          rows: 'modules_1',
          measures: ['amount', 'previous', 'change_previous'],
        },
        { kind: 'table', title: 'table_gases', rows: 'gases', measures: ['mass', 'amount'] },
        { kind: 'table', title: 'table_biogenic', rows: 'biogenic', measures: ['amount'] },
        { kind: 'notes', notes: ['biogenic', 'gross'] },
      ],
    },
    {
      title: 'section_gri_2',
      reference: 'GRI 305-2',
      blocks: [
        { kind: 'facts', facts: ['scope_2_location', 'scope_2_market'] },
        {
          kind: 'table',
          title: 'table_sources',
          rows: 'modules_2',
          measures: ['amount', 'previous', 'change_previous'],
        },
        { kind: 'notes', notes: ['scope_2_methods'] },
      ],
    },
    {
      title: 'section_gri_3',
      reference: 'GRI 305-3',
      blocks: [
        { kind: 'facts', facts: ['scope_3'] },
        { kind: 'table', title: 'table_categories', rows: 'categories', measures: ['amount', 'biogenic', 'state'] },
        { kind: 'notes', notes: ['exclusions', 'unaccounted'] },
      ],
    },
    {
      title: 'section_gri_4',
      reference: 'GRI 305-4',
      blocks: [{ kind: 'list', title: 'table_intensities', rows: 'intensities' }],
    },
    {
      title: 'section_gri_5',
      reference: 'GRI 305-5',
      blocks: [
        {
          kind: 'table',
          title: 'table_scopes',
          rows: 'scopes',
          measures: ['base', 'previous', 'amount', 'change_previous', 'change_base'],
        },
        { kind: 'notes', notes: ['gri_reductions'] },
      ],
    },
    {
      title: 'section_methods',
      reference: 'GRI 305-1-e to g, 305-2-e to g, 305-3-e to g',
      blocks: [
        {
          kind: 'facts',
          facts: ['organisation', 'period', 'version', 'gwp_set', 'factor_year', 'threshold', 'incomplete'],
        },
        {
          kind: 'notes',
          notes: ['methods', 'gwp_mixture', 'partial_gases', 'uncertainty', 'base_policy', 'gri_superseded'],
        },
        { kind: 'list', title: 'table_factors', rows: 'factors' },
      ],
    },
    { title: 'section_seal', reference: '', blocks: [{ kind: 'facts', facts: ['seal', 'sealed_at', 'root_hash'] }] },
  ],
}
