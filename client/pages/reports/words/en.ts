/** Words around reports; what is in them comes from the server in the language of the page. */
export const en = {
  title: 'Reports',
  intro: 'One inventory, told as each document asks for it.',
  which: 'Report',
  'ghg-protocol': 'GHG Protocol',
  'esrs-e1': 'ESRS E1-6',
  'gri-305': 'GRI 305',
  cdp: 'CDP',
  secr: 'UK SECR',
  print: 'Print',
  xlsx: 'Excel (.xlsx)',
  loading: 'Making the report',
  emptyTitle: 'No cycle yet',
  emptyText: 'A report is of a cycle. Start one first.',
  draft: 'Draft, not sealed',
  sealed: 'Sealed',
  sealed_in_part: 'Sealed, in part yours to read',
}
