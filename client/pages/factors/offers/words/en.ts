/** Words of newer factors that are offered. */
export const en = {
  title: 'Newer factors for {{cycle}}',
  intro:
    'Factors in cells of which there is an edition of the year of the cycle, a correction or a newer version. Nothing changes by itself. Choices of a column follow the factor year of the cycle.',
  nothing: 'The cells name no factor of which there is a newer one for this cycle.',
  all: 'All',
  reason: 'Why',
  reasonEdition: 'Newer edition',
  reasonCorrection: 'Corrected by its publisher',
  reasonVersion: 'Newer version',
  rows: 'Rows',
  now: 'Now, tCO₂e',
  afterwards: 'Then, tCO₂e',
  later: 'when computed',
  change: 'Change',
  chosenChange: 'Chosen: {{n}}. The total changes by {{change}} tCO₂e.',
  take: 'Take the chosen',
  taken: 'Rows that name the newer factor now: {{rows}}.',
  refused: 'Rows that you may not write: {{rows}}.',
} as const
