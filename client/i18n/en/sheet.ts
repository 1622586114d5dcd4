/** Words of the sheet. */
export const sheet = {
  entered: 'Entered',
  computed: 'Computed',
  result: 'Result',
  rows: 'rows',
  errors: 'errors',
  missing: 'missing',
  sum: 'Sum',
  average: 'Average',
  count: 'Count',
  saved: 'Saved',
  savedNote: 'all changes on the server',
} as const
