import type { Middleware } from 'koa'
import type { Problem } from '#shared/api/problem.ts'
import { CollaborationError } from '../collaboration/CollaborationError.ts'
import type { RequestState } from '../middleware/requestContext.ts'
import { databaseErrorCode } from '../storage/database/databaseErrorCode.ts'
import { AppError } from './AppError.ts'
import { refusalOf } from './refusalOf.ts'
import { refusalTitle } from './refusalTitles.ts'

/** The only place where errors become replies. Unknown ones are logged with their cause and told nobody. */
export function errorHandler(): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next()
    } catch (thrown) {
      const error = knownError(thrown)
      if (error.status >= 500) {
        ctx.state.log.error({ err: thrown }, 'request failed')
      }
      const problem: Problem = {
        type: `/api/docs#${error.code}`,
        title: refusalTitle(error.status),
        status: error.status,
        code: error.code,
        detail: error.message,
        errors: [...error.errors],
        request_id: ctx.state.requestId,
      }
      if (error.retryAfterSeconds !== null) {
        ctx.set('Retry-After', String(error.retryAfterSeconds))
      }
      if (error.status === 401) {
        ctx.set('WWW-Authenticate', 'Bearer')
      }
      ctx.status = error.status
      ctx.body = JSON.stringify(problem)
      ctx.type = 'application/problem+json'
    }
  }
}

function knownError(thrown: unknown): AppError {
  if (thrown instanceof AppError) {
    return thrown
  }
  if (thrown instanceof CollaborationError) {
    return refusalOf(thrown)
  }
  if (isDatabaseAway(thrown)) {
    return new AppError({
      code: 'unavailable',
      status: 503,
      detail: 'The database does not answer at the moment. Nothing was changed. Try again in a few seconds.',
      retryAfterSeconds: 5,
    })
  }
  return new AppError({
    code: 'internal',
    status: 500,
    detail:
      'Something failed on our side. It is logged under the request id. Try again, or tell an administrator the id.',
  })
}

/** Connection refused or cut (class 08, 57P01 to 57P03), or no connection free in time. */
function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) {
    return false
  }
  return (
    /^(ECONNREFUSED|ECONNRESET|08...|57P0[123])$/.test(databaseErrorCode(thrown) ?? '') ||
    thrown.name === 'KnexTimeoutError'
  )
}
