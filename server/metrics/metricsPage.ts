import { timingSafeEqual } from 'node:crypto'
import type { Middleware } from 'koa'
import type { RequestState } from '#server/middleware/requestContext.ts'
import { sha256 } from '../storage/journal/sha256.ts'
import type { Metrics } from './Metrics.ts'

/** GET /metrics for whoever has the token; to everybody else there is no such page. */
export function metricsPage(metrics: Metrics, token: string): Middleware<RequestState> {
  const expected = sha256(Buffer.from(`Bearer ${token}`))
  return async (ctx, next) => {
    const given = sha256(Buffer.from(ctx.get('authorization')))
    if (ctx.path !== '/metrics' || ctx.method !== 'GET' || !timingSafeEqual(given, expected)) {
      return next()
    }
    ctx.set('Cache-Control', 'no-store')
    ctx.type = metrics.contentType
    ctx.body = await metrics.text()
  }
}
