import helmet from 'helmet'
import type { Middleware } from 'koa'
import type { RequestState } from './requestContext.ts'

type Handler = ReturnType<typeof helmet>

/**
 * What browsers may do with our pages: scripts from our own files only, never inline, never from text. Styles may be
 * inline, because Mantine and AG Grid write their variables into style elements; the docs page shows data: images.
 */
export function securityHeaders({ secure }: { secure: boolean }): Middleware<RequestState> {
  const handler: Handler = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
  return async (ctx, next) => {
    await new Promise<void>((resolve, reject) => {
      handler(ctx.req, ctx.res, (error) =>
        error === undefined ? resolve() : reject(error instanceof Error ? error : new Error('headers')),
      )
    })
    await next()
  }
}
