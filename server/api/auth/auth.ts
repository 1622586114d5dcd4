import { LoginBody, TokenReply } from '#shared/api/auth.ts'
import { ACCESS_TOKEN_SECONDS, type AccessClaims } from '#server/auth/AccessTokens.ts'
import { loadIdentity } from '#server/auth/loadIdentity.ts'
import { endSession } from '#server/commands/endSession.ts'
import { rotateRefreshToken } from '#server/commands/rotateRefreshToken.ts'
import { type RequestOrigin, startSession } from '#server/commands/startSession.ts'
import { AuthenticationError } from '#server/errors/AuthenticationError.ts'
import { presentUser } from '#server/presenters/presentUser.ts'
import type { AppServices } from '../AppServices.ts'
import { openRoute, type RouteRequest } from '../routing/Route.ts'
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refreshCookie.ts'

const TAG = 'Sign-in'

const login = openRoute({
  method: 'post',
  path: '/auth/login',
  tag: TAG,
  summary: 'Sign in by e-mail and password: an access token, and the refresh cookie',
  body: LoginBody,
  reply: TokenReply,
  async handle({ body, services, ip, ctx }) {
    await services.loginThrottle.count(body.email, ip)
    const session = await startSession(services, body, originOf(ctx, ip))
    await services.loginThrottle.forgive(body.email, ip)
    setRefreshCookie(ctx, session.refreshToken, services)
    return tokenReply(services, session)
  },
})

const refresh = openRoute({
  method: 'post',
  path: '/auth/refresh',
  tag: TAG,
  summary: 'A new access token for the refresh cookie, which is replaced; for the pages of this server',
  reply: TokenReply,
  async handle({ services, ip, ctx }) {
    const token = readRefreshCookie(ctx, services)
    if (token === null) {
      throw new AuthenticationError()
    }
    const onReuse = (sessionId: string): void => services.cutSession(sessionId, 'token-reused')
    const session = await rotateRefreshToken({ ...services, onReuse }, token, originOf(ctx, ip))
    setRefreshCookie(ctx, session.refreshToken, services)
    return tokenReply(services, session)
  },
})

const logout = openRoute({
  method: 'post',
  path: '/auth/logout',
  tag: TAG,
  summary: 'End the session of the access token, or else of the refresh cookie; everything it has open is cut',
  reply: null,
  async handle(request) {
    const { services, ctx, ip } = request
    const ended = await endSession(services, await sessionToEnd(request), ip)
    clearRefreshCookie(ctx, services)
    services.cutSession(ended.sessionId, 'signed-out')
  },
})

export const authRoutes = [login, refresh, logout]

/** A bearer token was sent on purpose by whoever holds it; a cookie counts only when our own page sent it. */
async function sessionToEnd({ ctx, services }: RouteRequest<unknown, unknown>) {
  const [scheme, bearer] = (ctx.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() === 'bearer' && bearer !== undefined) {
    const claims = await services.accessTokens.read(bearer)
    if (claims === null) {
      throw new AuthenticationError()
    }
    return claims
  }
  const refreshToken = readRefreshCookie(ctx, services)
  if (refreshToken === null) {
    throw new AuthenticationError()
  }
  return { refreshToken }
}

async function tokenReply(services: AppServices, claims: AccessClaims): Promise<TokenReply> {
  const identity = await loadIdentity(services.reader, claims)
  if (identity === null) {
    throw new AuthenticationError('session-ended')
  }
  return {
    access_token: await services.accessTokens.issue(claims),
    token_type: 'Bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    user: presentUser(identity),
  }
}

function originOf(ctx: RouteRequest<unknown, unknown>['ctx'], ip: string): RequestOrigin {
  return { ip, userAgent: ctx.get('user-agent') || null }
}
