import Koa from 'koa'
import type { Logger } from 'pino'
import type { AppServices } from '../api/AppServices.ts'
import { health, type ReadinessChecks } from '../api/health/health.ts'
import { docsPage } from '../api/openapi/docsPage.ts'
import { API_PREFIX, ROUTES } from '../api/routes.ts'
import { mountRoutes } from '../api/routing/mountRoutes.ts'
import type { Metrics } from '../metrics/Metrics.ts'
import { metricsPage } from '../metrics/metricsPage.ts'
import { errorHandler } from '../errors/errorHandler.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { type RequestState, requestContext } from '../middleware/requestContext.ts'
import { securityHeaders } from '../middleware/securityHeaders.ts'
import { serveClient } from '../middleware/serveClient.ts'

export interface WebOptions {
  services: AppServices
  logger: Logger
  readiness: ReadinessChecks
  /** Folder of the built client. */
  clientDirectory: string
  /** Null: there is no page of metrics. */
  metrics: { metrics: Metrics; token: string } | null
  /** How many proxies stand in front: so many entries of X-Forwarded-For are believed. */
  trustProxyHops: number
}

/** Everything that is answered over HTTP, in the order in which it is tried. */
export function createWeb(options: WebOptions): Koa<RequestState> {
  const { services, logger, readiness, metrics, clientDirectory, trustProxyHops } = options
  const app = new Koa<RequestState>({ proxy: trustProxyHops > 0, maxIpsCount: trustProxyHops })
  app.use(requestContext(logger))
  app.use(securityHeaders({ secure: services.secureCookies }))
  app.use(errorHandler())
  app.use(health(readiness))
  if (metrics !== null) {
    app.use(metricsPage(metrics.metrics, metrics.token))
  }
  app.use(docsPage())
  app.use(mountRoutes(API_PREFIX, ROUTES, services))
  app.use(apiIsNoPage)
  app.use(serveClient(clientDirectory))
  app.on('error', (error: unknown) => logger.warn({ err: error }, 'reply could not be sent'))
  return app
}

/** A wrong address below /api is told so, and never answered with the client's page. */
async function apiIsNoPage(ctx: Koa.ParameterizedContext<RequestState>, next: Koa.Next): Promise<void> {
  if (ctx.path === '/api' || ctx.path.startsWith('/api/')) {
    throw new NotFoundError('route')
  }
  await next()
}
