import type { ProblemDetail } from '#shared/api/problem.ts'
import { AppError } from './AppError.ts'

/** Allowed, but not yet: `errors` is the list of what has to be done first. */
export class BlockedError extends AppError {
  constructor(detail: string, errors: readonly ProblemDetail[]) {
    super({ code: 'blocked', status: 409, detail, errors })
  }
}
