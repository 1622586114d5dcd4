import type { Context } from 'koa'
import type { Deprecation, Route } from './Route.ts'

/** An address under its former name: it answers as ever, and says that it will not for ever. */
export function formerly(route: Route, path: Route['path'], { since, sunset }: Omit<Deprecation, 'instead'>): Route {
  return { ...route, path, deprecated: { since, sunset, instead: `${route.method.toUpperCase()} ${route.path}` } }
}

/** `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where the documentation says what to use instead. */
export function tellDeprecation(ctx: Pick<Context, 'set'>, { since, sunset }: Deprecation): void {
  ctx.set('Deprecation', `@${Date.parse(since) / 1000}`)
  ctx.set('Sunset', new Date(sunset).toUTCString())
  ctx.set('Link', '</api/docs>; rel="deprecation"; type="text/html"')
}
