import type { ReportTemplate } from './reportTemplate.ts'

/**
 * UK Streamlined Energy and Carbon Reporting (Environmental Reporting Guidelines, HM Government, March 2019, chapter 2): energy in
 * kWh, emissions, one intensity ratio at least, the year before, and the methods.
 */
export const SECR: ReportTemplate = {
  title: 'title_secr',
  edition:
    'Environmental Reporting Guidelines: including streamlined energy and carbon reporting, HM Government, March 2019',
  sections: [
    {
      title: 'section_secr_energy',
      reference: 'Guidelines 2019, ch. 2, annual energy use',
      blocks: [
        { kind: 'list', title: 'table_energy', rows: 'energy' },
        { kind: 'notes', notes: ['energy_method'] },
      ],
    },
    {
      title: 'section_secr_emissions',
      reference: 'Guidelines 2019, ch. 2, annual emissions; annex C',
      blocks: [
        { kind: 'table', title: 'table_scopes', rows: 'scopes', measures: ['amount', 'previous', 'change_previous'] },
        { kind: 'chart', title: 'chart_years', of: 'years' },
        { kind: 'notes', notes: ['gross', 'scope_2_methods'] },
      ],
    },
    {
      title: 'section_intensity',
      reference: 'Guidelines 2019, ch. 2, intensity ratio; annex F',
      blocks: [{ kind: 'list', title: 'table_intensities', rows: 'intensities' }],
    },
    {
      title: 'section_methods',
      reference: 'Guidelines 2019, ch. 2, methodology',
      blocks: [
        {
          kind: 'facts',
          facts: ['organisation', 'period', 'version', 'consolidation', 'gwp_set', 'factor_year', 'incomplete'],
        },
        { kind: 'notes', notes: ['methods', 'exclusions', 'secr_actions', 'partial_gases'] },
        { kind: 'list', title: 'table_factors', rows: 'factors' },
      ],
    },
    { title: 'section_seal', reference: '', blocks: [{ kind: 'facts', facts: ['seal', 'sealed_at', 'root_hash'] }] },
  ],
}
