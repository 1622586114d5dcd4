import type { ErrorCode } from '#shared/api/errorCodes.ts'
import type { ProblemDetail } from '#shared/api/problem.ts'

export interface AppErrorOptions {
  code: ErrorCode
  /** HTTP status. */
  status: number
  /** What happened, what is safe, what to do. Shown to people, so it holds no data that they may not read. */
  detail: string
  errors?: readonly ProblemDetail[]
  /** Seconds after which another try makes sense. */
  retryAfterSeconds?: number
  cause?: unknown
}

/** A request that is refused for a known reason. The one place that turns it into a reply is `errorHandler`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly errors: readonly ProblemDetail[]
  readonly retryAfterSeconds: number | null

  constructor({ code, status, detail, errors = [], retryAfterSeconds, cause }: AppErrorOptions) {
    super(detail, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.status = status
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds ?? null
  }
}
