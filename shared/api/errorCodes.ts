/** Stable codes of failed requests. The client decides by `code`, never by the words. */
export const ERROR_CODES = [
  /** Something in the request is not as the contract says; `errors` names every place. */
  'invalid-request',
  /** The body is not JSON, or has the wrong content type. */
  'malformed-body',
  'body-too-large',
  /** No access token, or one that is expired or not ours. */
  'unauthenticated',
  /** E-mail and password do not fit together. Says nothing about which of them. */
  'wrong-credentials',
  /** The session was ended: signed out, or its refresh token was used twice. */
  'session-ended',
  /** The API key is none of ours, was revoked or replaced, has expired, or its person is gone. */
  'key-ended',
  /** The request did not come from our own page (Origin or header is missing). */
  'cross-site',
  'forbidden',
  /** Not there, or not yours to know about. */
  'not-found',
  'method-not-allowed',
  /** The cycle is locked: its numbers are final. */
  'locked',
  /** Something has to be done first; `errors` names all of it. */
  'blocked',
  /** The tenant would be left without an administrator. */
  'last-admin',
  /** It is not what `If-Match` names any more. */
  'precondition-failed',
  /** The same idempotency key was used for another request. */
  'idempotency-conflict',
  'too-many-requests',
  /** The server is starting, stopping or has lost its database. Try again. */
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]
