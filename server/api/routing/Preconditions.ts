import type { Context } from 'koa'
import pLimit from 'p-limit'
import type { z } from 'zod'
import { AppError } from '#server/errors/AppError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { checkContract } from '#server/middleware/checkContract.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { entityTag, namesTag } from './entityTag.ts'
import type { Route, SignedInRequest } from './Route.ts'

/** Each holds a connection while its handler takes others: with few of them there are always some left. */
const CONDITIONAL_AT_ONCE = 3

/**
 * `If-Match`: a write is done only when what is written to is still what the caller has read. It is compared with the reply
 * of the address itself to a GET or, where that cannot be read, of the nearest one above it: `POST /cycles/{id}/status` is
 * held against `GET /cycles/{id}`. Conditional writes to one thing wait for each other, on every server, so that of two with
 * the same tag one is refused.
 */
export class Preconditions {
  readonly #readable: ReadonlyMap<string, Route>
  readonly #limit = pLimit(CONDITIONAL_AT_ONCE)

  constructor(routes: readonly Route[]) {
    const plain = routes.filter(({ method, access, files }) => method === 'get' && access === 'signed-in' && !files)
    this.#readable = new Map(plain.map((route) => [route.path, route]))
  }

  /** What `If-Match` of a write to this route is held against; null: nothing there can be read. */
  guardOf({ method, path, query }: Pick<Route, 'method' | 'path' | 'query'>): Route | null {
    for (let at = method === 'get' ? '' : path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const guard = this.#readable.get(at)
      if (guard !== undefined) {
        const needed = Object.entries(guard.query?.shape ?? {}).filter(
          ([, schema]) => !schema.safeParse(undefined).success,
        )
        return needed.every(([key]) => query?.shape[key] !== undefined) ? guard : null
      }
    }
    return null
  }

  /** Does `work` when the header is absent or names what there is; throws `precondition-failed` with it in `ETag`. */
  async guard<T>(route: Route, request: SignedInRequest<unknown, unknown>, work: () => Promise<T>): Promise<T> {
    const header = request.ctx.get('if-match')
    if (header === '' || route.method === 'get') {
      return work()
    }
    const guard = this.guardOf(route)
    if (guard === null) {
      const message = 'If-Match is not understood at this address: nothing there can be read. Leave the header out.'
      throw new ValidationError([{ path: 'If-Match', code: 'not-used', message }])
    }
    const { identity, services, params } = request
    const thing = guard.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
    return this.#limit(() =>
      inTenant(services.db, identity.tenantId, async (trx) => {
        await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`${identity.tenantId} ${thing}`])
        const tag = await tagOf(guard, request)
        if (tag !== null) {
          request.ctx.set('ETag', tag)
        }
        if (tag === null || !namesTag(header, tag)) {
          throw changedMeanwhile()
        }
        const done = await work()
        request.ctx.remove('ETag')
        return done
      }),
    )
  }
}

/** The tag of what a GET would answer now; null when there is nothing for the caller. */
async function tagOf(guard: Route, request: SignedInRequest<unknown, unknown>): Promise<string | null> {
  try {
    const query = guard.query === undefined ? {} : checkContract(guard.query, knownOf(guard.query, request.ctx)).value
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query was just checked by the contract of this handler
    return entityTag(JSON.stringify(await guard.handle({ ...request, query, body: undefined } as never)))
  } catch (error) {
    if (error instanceof NotFoundError) {
      return null
    }
    throw error
  }
}

/** The part of a query that a GET understands too: the cycle of a row, for one. */
function knownOf({ shape }: z.ZodObject, { query }: Context): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([key]) => key in shape))
}

function changedMeanwhile(): AppError {
  return new AppError({
    code: 'precondition-failed',
    status: 412,
    detail: 'This is not what If-Match names any more. Nothing was changed. Read it again, and decide anew.',
  })
}
