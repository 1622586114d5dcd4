import type { Context } from 'koa'
import type { z } from 'zod'
import type { RequestState } from '#server/middleware/requestContext.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'

/** A request that passed its contract. */
export interface RouteRequest<Query, Body> {
  /** Path parameters by name. */
  params: Readonly<Record<string, string>>
  query: Query
  body: Body
  services: AppServices
  /** Address of the caller, by as many proxies as are trusted. */
  ip: string
  /** The rest of HTTP, for cookies and headers. */
  ctx: Context & { state: RequestState }
}

export interface SignedInRequest<Query, Body> extends RouteRequest<Query, Body> {
  identity: Identity
}

/** When an address became deprecated, when it may be gone (days, both at 00:00 UTC), and what to use instead. */
export interface Deprecation {
  since: string
  sunset: string
  instead: string
}

/** What the documentation shows and the server checks, in one place. */
interface RouteContract<QuerySchema extends z.ZodObject, BodySchema extends z.ZodType, ReplySchema extends z.ZodType> {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** Below /api/v1, with `{name}` for parameters. */
  path: `/${string}`
  /** Group in the documentation. */
  tag: string
  summary: string
  /** Parameters that are not UUIDs. A parameter that is no UUID otherwise means: no such thing. */
  freeParams?: readonly string[]
  query?: QuerySchema
  body?: BodySchema
  /** The handler checks the body itself, in a loop; `body` then only documents it. */
  checksBodyItself?: boolean
  /** Largest body; 256 kB when absent. */
  bodyLimitBytes?: number
  /** The handler reads the body itself, as a file. */
  takesFile?: boolean
  /** Opens to the credential of a device as well. */
  takesDevices?: boolean
  /** The same request with the same `Idempotency-Key` is done once. */
  takesIdempotencyKey?: boolean
  /** Large work, and what is sent with `Prefer: respond-async` (RFC 7240), is answered by 202 with a job (`answerJob`). */
  mayAnswerJob?: boolean
  /** The reply is a file of one of these media types; `reply` says nothing then. */
  files?: readonly string[]
  /** Query keys that `query` leaves open, for the documentation. */
  moreQuery?: readonly { name: string; description: string; schema: object; example?: unknown }[]
  /** Still answered, but not for ever. */
  deprecated?: Deprecation
  /** Null: the reply has no body (204). */
  reply: ReplySchema | null
}

export interface SignedInRoute<Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType> extends RouteContract<
  Q,
  B,
  R
> {
  access: 'signed-in'
  handle: (request: SignedInRequest<z.output<Q>, z.output<B>>) => Promise<z.input<R> | void>
}

export interface OpenRoute<Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType> extends RouteContract<
  Q,
  B,
  R
> {
  access: 'open'
  handle: (request: RouteRequest<z.output<Q>, z.output<B>>) => Promise<z.input<R> | void>
}

/** A route of any contract. */
export type Route =
  | (RouteContract<z.ZodObject, z.ZodType, z.ZodType> & {
      access: 'signed-in'
      handle: (request: SignedInRequest<never, never>) => Promise<unknown>
    })
  | (RouteContract<z.ZodObject, z.ZodType, z.ZodType> & {
      access: 'open'
      handle: (request: RouteRequest<never, never>) => Promise<unknown>
    })

/** A route for people who signed in. */
export function route<Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  definition: Omit<SignedInRoute<Q, B, R>, 'access'>,
): Route {
  return { ...definition, access: 'signed-in' }
}

/** A route for everybody. */
export function openRoute<Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  definition: Omit<OpenRoute<Q, B, R>, 'access'>,
): Route {
  return { ...definition, access: 'open' }
}
