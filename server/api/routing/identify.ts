import type { Context } from 'koa'
import { type KeyRights, reaches } from '#shared/permissions/keyScopes.ts'
import { DEVICE_PREFIX, KEY_PREFIX, readKeySecret } from '#server/auth/apiKeySecret.ts'
import { loadDeviceIdentity } from '#server/auth/loadDeviceIdentity.ts'
import { loadIdentity } from '#server/auth/loadIdentity.ts'
import { loadKeyIdentity } from '#server/auth/loadKeyIdentity.ts'
import { noteKeyUse } from '#server/keys/noteKeyUse.ts'
import { AppError } from '#server/errors/AppError.ts'
import { AuthenticationError } from '#server/errors/AuthenticationError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { keyScopeOf } from './keyScopeOf.ts'
import type { Route } from './Route.ts'

/**
 * Who sends this request: the person of an access token, the one that an API key acts for, as far as the key was made for this
 * address, or a device where it takes them. Throws when nobody does, or may not.
 */
export async function identify(definition: Route, ctx: Context, services: AppServices): Promise<Identity> {
  const [scheme, token] = (ctx.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) {
    throw new AuthenticationError()
  }
  if (token.startsWith(KEY_PREFIX)) {
    return identifyKey(definition, ctx, { token, services })
  }
  if (token.startsWith(DEVICE_PREFIX)) {
    return identifyDevice(definition, ctx, { token, services })
  }
  const claims = await services.accessTokens.read(token)
  if (claims === null) {
    throw new AuthenticationError()
  }
  const identity = await loadIdentity(services.reader, claims)
  if (identity === null) {
    throw new AuthenticationError('session-ended')
  }
  ctx.set(await services.sessionThrottle.count(identity.sessionId))
  return identity
}

async function identifyKey(
  definition: Route,
  ctx: Context,
  { token, services }: { token: string; services: AppServices },
): Promise<Identity> {
  const named = readKeySecret(token)
  const found = named === null ? null : await loadKeyIdentity(services.reader, named)
  if (found === null) {
    throw new AuthenticationError('key-ended')
  }
  const { identity, isUseOld } = found
  ctx.set(await services.keyThrottle.count(identity.sessionId))
  if (isUseOld) {
    await noteKeyUse(services.db, identity, ctx.ip)
  }
  expectScope(definition, identity.key)
  return identity
}

async function identifyDevice(
  definition: Route,
  ctx: Context,
  { token, services }: { token: string; services: AppServices },
): Promise<Identity> {
  const identity = await loadDeviceIdentity(services.reader, token)
  if (identity === null) {
    throw new AuthenticationError('key-ended')
  }
  ctx.set(await services.deviceThrottle.count(identity.device.id))
  if (definition.takesDevices !== true) {
    throw forbidden('A device sends its readings, and opens no other address.')
  }
  return identity
}

function expectScope(definition: Route, key: KeyRights): void {
  const need = keyScopeOf(definition)
  if (need === 'any') {
    return
  }
  if (need === 'person') {
    throw forbidden('This address is for people who signed in, whatever the scopes of a key.')
  }
  const { resource, level } = need
  if (!reaches(key.scopes, resource, level)) {
    throw forbidden(`This key was not made for it: it lacks the scope ${resource}:${level}. Make one that has it.`)
  }
}

const forbidden = (detail: string): AppError =>
  new AppError({ code: 'forbidden', status: 403, detail: `${detail} Nothing was changed.` })
