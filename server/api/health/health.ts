import type { Middleware } from 'koa'
import type { RequestState } from '#server/middleware/requestContext.ts'

/** Whether a part of the server can do its work now. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<boolean>>>

/** /healthz says that the process is up; /readyz says whether it can work, and what is missing. */
export function health(checks: ReadinessChecks): Middleware<RequestState> {
  return async (ctx, next) => {
    if (ctx.path === '/healthz') {
      answer(ctx, { status: 'ok' })
      return
    }
    if (ctx.path !== '/readyz') {
      return next()
    }
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await check().catch(() => false)] as const),
    )
    const ready = results.every(([, good]) => good)
    ctx.status = ready ? 200 : 503
    answer(ctx, { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) })
  }
}

function answer(ctx: Parameters<Middleware<RequestState>>[0], body: object): void {
  ctx.set('Cache-Control', 'no-store')
  ctx.type = 'application/json'
  ctx.body = JSON.stringify(body)
}
