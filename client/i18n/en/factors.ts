/** Words of the factor library. */
export const factors = {
  title: 'Factors',
  search: 'Search factors',
  placeholder: 'Fuel, country, publisher, table …',
  factor: 'Factor',
  place: 'Place',
  publisher: 'Publisher',
  amount: 'kg',
  per: 'per',
  gwp: 'GWP',
  table: 'Table and row',
  unusable: 'Not for formulas: {{reason}}',
  more: 'Show more',
  shown: '{{count}} shown',
  nothingTitle: 'No factor for “{{search}}”',
  nothingText: 'Try fewer words, or the word that the publisher uses.',
  clear: 'Clear the search',
} as const
