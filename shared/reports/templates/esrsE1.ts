import type { ReportTemplate } from './reportTemplate.ts'

/**
 * ESRS E1-6, gross scopes 1, 2, 3 and total emissions, with the table of AR 48 (Commission Delegated Regulation (EU) 2023/2772,
 * annex I, ESRS E1, paragraphs 44 to 55 and AR 39 to AR 55). Of the table of AR 48 the milestones are those of the targets that
 * are set; the share of scope 1 under regulated trading schemes is not kept by the program, and the report says so.
 */
export const ESRS_E1: ReportTemplate = {
  title: 'title_esrs',
  edition: 'ESRS E1-6, Commission Delegated Regulation (EU) 2023/2772, annex I',
  sections: [
    {
      title: 'section_esrs_table',
      reference: 'ESRS E1, 44, 48, 49, 51 and 52; AR 47 and AR 48',
      blocks: [
        {
          kind: 'table',
          title: 'table_esrs',
          rows: 'scopes',
          measures: ['base', 'previous', 'amount', 'change_previous'],
        },
        { kind: 'chart', title: 'chart_years', of: 'years' },
        { kind: 'notes', notes: ['gross', 'scope_2_methods', 'esrs_not_here'] },
      ],
    },
    {
      title: 'section_esrs_targets',
      reference: 'ESRS E1, AR 48, milestones and target years',
      blocks: [{ kind: 'list', title: 'table_targets', rows: 'targets' }],
    },
    {
      title: 'section_scope_3',
      reference: 'ESRS E1, 51; AR 46 (d), (g) and (h)',
      blocks: [
        {
          kind: 'table',
          title: 'table_categories',
          rows: 'categories',
          measures: ['base', 'previous', 'amount', 'change_previous', 'primary_share', 'state'],
        },
        { kind: 'notes', notes: ['exclusions', 'unaccounted'] },
      ],
    },
    {
      title: 'section_esrs_groups',
      reference: 'ESRS E1, 46 and 50',
      blocks: [{ kind: 'list', title: 'table_groups', rows: 'groups' }],
    },
    {
      title: 'section_scope_2_instruments',
      reference: 'ESRS E1, AR 45 (d)',
      blocks: [{ kind: 'list', title: 'table_instruments', rows: 'instruments' }],
    },
    {
      title: 'section_biogenic',
      reference: 'ESRS E1, AR 43 (c), AR 45 (e) and AR 46 (j)',
      blocks: [
        { kind: 'table', title: 'table_biogenic', rows: 'biogenic', measures: ['previous', 'amount'] },
        { kind: 'notes', notes: ['biogenic'] },
      ],
    },
    {
      title: 'section_intensity',
      reference: 'ESRS E1, 53 to 55; AR 53 and AR 54',
      blocks: [{ kind: 'list', title: 'table_intensities', rows: 'intensities' }],
    },
    {
      title: 'section_methods',
      reference: 'ESRS E1, AR 39 and AR 42',
      blocks: [
        {
          kind: 'facts',
          facts: [
            'organisation',
            'period',
            'version',
            'consolidation',
            'gwp_set',
            'factor_year',
            'base_year',
            'incomplete',
          ],
        },
        { kind: 'notes', notes: ['methods', 'gwp_mixture', 'partial_gases', 'uncertainty'] },
        { kind: 'list', title: 'table_factors', rows: 'factors' },
      ],
    },
    { title: 'section_seal', reference: '', blocks: [{ kind: 'facts', facts: ['seal', 'sealed_at', 'root_hash'] }] },
  ],
}
