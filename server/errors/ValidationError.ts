import type { ProblemDetail } from '#shared/api/problem.ts'
import { AppError } from './AppError.ts'

/** The request does not fit its contract; `errors` holds every problem, not only the first. */
export class ValidationError extends AppError {
  constructor(errors: readonly ProblemDetail[]) {
    const detail =
      errors.length === 1
        ? 'One thing in the request is not right. Nothing was changed.'
        : `${errors.length} things in the request are not right. Nothing was changed.`
    super({ code: 'invalid-request', status: 422, detail, errors })
  }
}
