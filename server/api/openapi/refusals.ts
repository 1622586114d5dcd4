import type { ErrorCode } from '#shared/api/errorCodes.ts'
import type { Problem } from '#shared/api/problem.ts'
import { type RefusalStatus, refusalTitle } from '#server/errors/refusalTitles.ts'
import type { Route } from '../routing/Route.ts'

/** What the documentation says of a refusal. */
interface Refusal {
  codes: readonly ErrorCode[]
  /** When it comes, and what to do. */
  description: string
  example: Pick<Problem, 'code' | 'detail'> & Partial<Pick<Problem, 'errors'>>
}

/** 405 is of no operation: it says that there is none. */
type DocumentedStatus = Exclude<RefusalStatus, 405>

const REFUSALS: Readonly<Record<DocumentedStatus, Refusal>> = {
  400: {
    codes: ['malformed-body'],
    description: 'The body cannot be read: it is not JSON, compressed, or of another type. Nothing was changed.',
    example: { code: 'malformed-body', detail: 'The body is not valid JSON. Nothing was changed.' },
  },
  401: {
    codes: ['unauthenticated', 'wrong-credentials', 'session-ended', 'key-ended'],
    description: 'It is not known who asks. Sign in, or take a new access token.',
    example: {
      code: 'unauthenticated',
      detail: 'Sign in to go on: the access token is missing, not ours, or no longer valid.',
    },
  },
  403: {
    codes: ['forbidden', 'cross-site'],
    description: 'Known, but not allowed by any role.',
    example: {
      code: 'forbidden',
      detail: 'Your role does not allow you to update this row. Ask an administrator for the right to.',
    },
  },
  404: {
    codes: ['not-found'],
    description: 'Not there, or not for the caller to know about: both answer alike.',
    example: { code: 'not-found', detail: 'There is no such sheet, or you may not see it.' },
  },
  409: {
    codes: ['locked', 'blocked', 'last-admin', 'idempotency-conflict'],
    description:
      'Allowed, but not as things stand: the cycle is locked, something has to be done first (`errors` names all of it), or the idempotency key belongs to another request.',
    example: {
      code: 'locked',
      detail: 'This cycle is locked: its numbers are final. Nothing was changed. Work in an open cycle instead.',
    },
  },
  412: {
    codes: ['precondition-failed'],
    description:
      'It is not what `If-Match` names any more; the header `ETag` says what it is now, if it is still there. Nothing was changed.',
    example: {
      code: 'precondition-failed',
      detail: 'This is not what If-Match names any more. Nothing was changed. Read it again, and decide anew.',
    },
  },
  413: {
    codes: ['body-too-large'],
    description: 'The body is larger than this address takes. Nothing was changed.',
    example: {
      code: 'body-too-large',
      detail: 'The body is larger than 256 kB. Nothing was changed. Send it in smaller parts.',
    },
  },
  422: {
    codes: ['invalid-request'],
    description:
      'Something in the request is not as the contract says. `errors` holds every problem, not only the first.',
    example: {
      code: 'invalid-request',
      detail: 'One thing in the request is not right. Nothing was changed.',
      errors: [{ path: 'limit', code: 'too-big', message: 'Too big: expected number to be <=500.' }],
    },
  },
  429: {
    codes: ['too-many-requests'],
    description: 'Too many requests. `Retry-After` says in how many seconds another one makes sense.',
    example: { code: 'too-many-requests', detail: 'Too many requests. Wait 12 seconds and try again.' },
  },
  500: {
    codes: ['internal'],
    description: 'Something failed on our side; it is logged under the request id.',
    example: { code: 'internal', detail: 'Something failed on our side. It is logged under the request id.' },
  },
  503: {
    codes: ['unavailable'],
    description: 'The server starts, stops, is busy or has lost its database. Try again after `Retry-After` seconds.',
    example: {
      code: 'unavailable',
      detail: 'The database does not answer at the moment. Nothing was changed. Try again in a few seconds.',
    },
  },
}

/** Where a refusal stands in the document. */
export const refusalName = (status: number): string => `Refusal${status}`

/** With which refusals a route can answer, in the order of their statuses. */
export function refusalsOf({ access, method, body, takesFile }: Route): DocumentedStatus[] {
  const changes = method !== 'get'
  const statuses: DocumentedStatus[] = [401, 422, 429, 500, 503]
  if (access === 'signed-in') {
    statuses.push(403, 404, 409)
  } else if (changes) {
    statuses.push(403, 409)
  }
  if (body !== undefined || takesFile === true) {
    statuses.push(400, 413)
  }
  if (access === 'signed-in' && method !== 'get') {
    statuses.push(412)
  }
  return statuses.toSorted((a, b) => a - b)
}

/** `components.responses`: every refusal once. */
export function refusalResponses(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(REFUSALS).map(([status, refusal]) => [
      refusalName(Number(status)),
      responseOf(Number(status), refusal),
    ]),
  )
}

/** Every code with its status and what it means, for the page that `type` of a problem points at. */
export function refusalsByCode(): { code: ErrorCode; status: number; title: string; description: string }[] {
  return Object.entries(REFUSALS).flatMap(([status, { codes, description }]) =>
    codes.map((code) => ({ code, status: Number(status), title: refusalTitle(Number(status)), description })),
  )
}

function responseOf(status: number, { codes, description, example }: Refusal): object {
  const title = refusalTitle(status)
  const problem: Problem = {
    type: `/api/docs#${example.code}`,
    title,
    status,
    errors: [],
    request_id: '5f3c1a52-0b0e-4f4e-9a3e-6f0f6d1c7a11',
    ...example,
  }
  return {
    description: `${title}: ${description} Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...((status === 429 || status === 503) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
    },
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: problem },
    },
  }
}
