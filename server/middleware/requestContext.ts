import { randomUUID } from 'node:crypto'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'

/** What every request carries from its first moment on. */
export interface RequestState {
  requestId: string
  log: Logger
}

/** Gives each request an id (also in `X-Request-Id`) and a logger that names it, and logs how it ended. */
export function requestContext(logger: Logger): Middleware<RequestState> {
  return async (ctx, next) => {
    const requestId = randomUUID()
    const startedAt = performance.now()
    ctx.state.requestId = requestId
    ctx.state.log = logger.child({ requestId })
    ctx.set('X-Request-Id', requestId)
    await next()
    const durationMs = Math.round(performance.now() - startedAt)
    ctx.state.log.debug({ method: ctx.method, path: ctx.path, status: ctx.status, durationMs }, 'request answered')
  }
}
