import type { ErrorCode } from '#shared/api/errorCodes.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'

/** `network`: no answer came at all. The other codes are the server's. */
export type ApiProblemCode = ErrorCode | 'network'

/** A request that did not succeed. Decide by `code`; `message` is written for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: ApiProblemCode
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** Every place that is wrong, for a form. */
  readonly details: readonly ProblemDetail[]
  /** What support can find the request by; null when no answer came. */
  readonly requestId: string | null

  constructor(options: {
    code: ApiProblemCode
    status: number
    message: string
    details?: readonly ProblemDetail[]
    requestId?: string | null
    cause?: unknown
  }) {
    super(options.message, { cause: options.cause })
    this.code = options.code
    this.status = options.status
    this.details = options.details ?? []
    this.requestId = options.requestId ?? null
  }
}

/** Whether the session is over for good, so that only a new sign-in helps. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'unauthenticated' || error.code === 'session-ended')
}
