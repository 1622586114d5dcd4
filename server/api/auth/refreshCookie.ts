import type { Context } from 'koa'
import { SAME_SITE_HEADER } from '#shared/api/auth.ts'
import { REFRESH_TOKEN_DAYS } from '#server/auth/RefreshTokens.ts'
import { AppError } from '#server/errors/AppError.ts'
import { isAllowedOrigin } from '#server/middleware/isAllowedOrigin.ts'
import type { AppServices } from '../AppServices.ts'

const NAME = 'carbonsheet_refresh'
const PATH = '/api/v1/auth'

type CookieServices = Pick<AppServices, 'secureCookies' | 'allowedOrigins'>

/** Scripts cannot read it, other sites cannot send it, and it travels to the sign-in routes only. */
export function setRefreshCookie(ctx: Context, token: string, services: CookieServices): void {
  allowSecure(ctx, services)
  ctx.cookies.set(NAME, token, {
    ...attributes(services),
    maxAge: REFRESH_TOKEN_DAYS * 24 * 60 * 60 * 1000,
  })
}

export function clearRefreshCookie(ctx: Context, services: CookieServices): void {
  allowSecure(ctx, services)
  ctx.cookies.set(NAME, '', { ...attributes(services), maxAge: 0 })
}

/** The refresh token of the request, or null. Throws `cross-site` unless our own page sent it. */
export function readRefreshCookie(ctx: Context, services: CookieServices): string | null {
  const { origin, host } = ctx.headers
  const ownPage = origin !== undefined && isAllowedOrigin(origin, host, services.allowedOrigins)
  if (!ownPage || ctx.get(SAME_SITE_HEADER) === '') {
    throw new AppError({
      code: 'cross-site',
      status: 403,
      detail: `This address answers only to Carbonsheet's own pages: it needs an allowed Origin and the header ${SAME_SITE_HEADER}.`,
    })
  }
  return ctx.cookies.get(NAME) || null
}

/** Behind a proxy that ends https, our own connection is plain, which would refuse a secure cookie. */
function allowSecure(ctx: Context, { secureCookies }: CookieServices): void {
  ctx.cookies.secure = secureCookies
}

function attributes({ secureCookies }: CookieServices) {
  return { path: PATH, httpOnly: true, sameSite: 'strict', secure: secureCookies, overwrite: true } as const
}
