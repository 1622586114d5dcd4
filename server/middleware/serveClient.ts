import { existsSync } from 'node:fs'
import type { Middleware } from 'koa'
import sirv from 'sirv'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { RequestState } from './requestContext.ts'

/** Files under /assets have their content's hash in their name. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * The built client: its files, compressed ahead where that exists, and index.html for every page of the app. Each
 * file is looked up when it is asked for: a build that replaces them while the server runs must not end it.
 */
export function serveClient(directory: string): Middleware<RequestState> {
  if (!existsSync(directory)) {
    return async () => {
      throw new NotFoundError('page: the client is not built yet (npm start builds it)')
    }
  }
  const serve = sirv(directory, {
    dev: true,
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      response.setHeader('Cache-Control', path.startsWith('/assets/') ? IMMUTABLE : 'no-cache')
    },
  })
  return async (ctx) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      throw new NotFoundError('route')
    }
    // A path without an extension is a page of the app; a missing file stays missing.
    if (!/\.[a-z0-9]+$/i.test(ctx.path)) {
      ctx.req.url = '/'
    }
    // sirv writes the reply by itself; Koa takes over again only when there is no such file.
    ctx.respond = false
    await new Promise<void>((resolve, reject) => {
      ctx.res.once('close', resolve)
      serve(ctx.req, ctx.res, () => {
        ctx.respond = true
        reject(new NotFoundError('file'))
      })
    })
  }
}
