import type { ReportTemplate } from './reportTemplate.ts'

/**
 * Figures for module 7 of the CDP corporate questionnaire (2024 and 2025), by its numbers: 7.2 to 7.8, 7.12, 7.17, 7.20, 7.45 and
 * 7.53 (before 2024: C5, C6, C7 and C4). What the questionnaire asks in words is answered there.
 */
export const CDP: ReportTemplate = {
  title: 'title_cdp',
  edition: 'CDP corporate questionnaire 2024 and 2025, module 7',
  sections: [
    {
      title: 'section_cdp_boundary',
      reference: 'CDP 7.1 to 7.4',
      blocks: [
        { kind: 'facts', facts: ['organisation', 'period', 'version', 'consolidation', 'gwp_set', 'incomplete'] },
        { kind: 'list', title: 'table_declarations', rows: 'declarations' },
        { kind: 'notes', notes: ['methods', 'exclusions'] },
      ],
    },
    {
      title: 'section_base_year',
      reference: 'CDP 7.5',
      blocks: [
        { kind: 'facts', facts: ['base_year', 'threshold'] },
        { kind: 'table', title: 'table_scopes', rows: 'scopes', measures: ['base', 'amount', 'change_base'] },
        { kind: 'notes', notes: ['base_policy'] },
      ],
    },
    {
      title: 'section_cdp_scope_1_2',
      reference: 'CDP 7.6 and 7.7',
      blocks: [
        { kind: 'table', title: 'table_scopes', rows: 'scopes', measures: ['amount', 'previous', 'change_previous'] },
        { kind: 'notes', notes: ['gross', 'scope_2_methods'] },
      ],
    },
    {
      title: 'section_scope_3',
      reference: 'CDP 7.8',
      blocks: [
        {
          kind: 'table',
          title: 'table_categories',
          rows: 'categories',
          measures: ['state', 'amount', 'primary_share'],
        },
        { kind: 'notes', notes: ['unaccounted'] },
      ],
    },
    {
      title: 'section_biogenic',
      reference: 'CDP 7.12',
      blocks: [{ kind: 'table', title: 'table_biogenic', rows: 'biogenic', measures: ['amount'] }],
    },
    {
      title: 'section_cdp_breakdown',
      reference: 'CDP 7.17 and 7.20',
      blocks: [
        { kind: 'table', title: 'table_modules', rows: 'modules', measures: ['amount'] },
        { kind: 'table', title: 'table_sites', rows: 'sites', measures: ['amount', 'share'] },
        { kind: 'table', title: 'table_gases', rows: 'gases', measures: ['amount', 'share'] },
        { kind: 'notes', notes: ['cdp_not_here', 'gwp_mixture'] },
      ],
    },
    {
      title: 'section_intensity',
      reference: 'CDP 7.45',
      blocks: [{ kind: 'list', title: 'table_intensities', rows: 'intensities' }],
    },
    {
      title: 'section_cdp_targets',
      reference: 'CDP 7.53',
      blocks: [{ kind: 'list', title: 'table_targets', rows: 'targets' }],
    },
    { title: 'section_seal', reference: '', blocks: [{ kind: 'facts', facts: ['seal', 'sealed_at', 'root_hash'] }] },
  ],
}
