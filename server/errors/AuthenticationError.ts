import { AppError } from './AppError.ts'

const DETAILS = {
  unauthenticated: 'Sign in to go on: the access token is missing, not ours, or no longer valid.',
  'wrong-credentials': 'E-mail or password is not right. Check both and try again.',
  'session-ended': 'This session has ended. Sign in again; saved edits are safe.',
  'key-ended': 'This key opens nothing: it is mistyped, revoked, out of date, or its person is gone. Make another one.',
} as const

/** We do not know who is asking, or no longer. */
export class AuthenticationError extends AppError {
  constructor(code: keyof typeof DETAILS = 'unauthenticated') {
    super({ code, status: 401, detail: DETAILS[code] })
  }
}
