/** What a status of refusal is called: `title` of its problem, and in the documentation. */
const REFUSAL_TITLES = {
  400: 'The request cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  422: 'The request is not valid',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available at the moment',
} as const
export type RefusalStatus = keyof typeof REFUSAL_TITLES

/** Of a status that has no title of its own: a general one. */
export function refusalTitle(status: number): string {
  return Object.entries(REFUSAL_TITLES).find(([known]) => Number(known) === status)?.[1] ?? 'Request refused'
}
