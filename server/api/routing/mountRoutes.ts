import { Router } from '@koa/router'
import type { Context, Middleware } from 'koa'
import type { z } from 'zod'
import type { ProblemDetail } from '#shared/api/problem.ts'
import { AppError } from '#server/errors/AppError.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { checkContract } from '#server/middleware/checkContract.ts'
import { readJsonBody } from '#server/middleware/readJsonBody.ts'
import type { RequestState } from '#server/middleware/requestContext.ts'
import type { AppServices } from '../AppServices.ts'
import { tellDeprecation } from './deprecation.ts'
import { entityTag, namesTag } from './entityTag.ts'
import { identify } from './identify.ts'
import { Preconditions } from './Preconditions.ts'
import type { Route } from './Route.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const BODY_LIMIT_BYTES = 256 << 10

/** All routes below `prefix`. Every request goes the same way: who is it, is the contract kept, then the handler. */
export function mountRoutes(prefix: string, routes: readonly Route[], services: AppServices): Middleware<RequestState> {
  const router = new Router<RequestState>({ prefix })
  const preconditions = new Preconditions(routes)
  for (const definition of routes) {
    const path = definition.path.replaceAll(/\{(\w+)\}/g, ':$1')
    router.register(path, [definition.method], (ctx) => answer(definition, ctx, { services, preconditions }))
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router adds its own to the context at run time
  const known = router.routes() as Middleware<RequestState>
  return async (ctx, next) => {
    if (ctx.path !== prefix && !ctx.path.startsWith(`${prefix}/`)) {
      return next()
    }
    const matched = router.match(ctx.path, ctx.method)
    if (!matched.route) {
      throw matched.path.length > 0 ? methodNotAllowed() : new NotFoundError('route')
    }
    return known(ctx, next)
  }
}

async function answer(
  definition: Route,
  ctx: Context & { state: RequestState },
  { services, preconditions }: { services: AppServices; preconditions: Preconditions },
): Promise<void> {
  ctx.set('Cache-Control', 'no-store')
  if (definition.deprecated !== undefined) {
    tellDeprecation(ctx, definition.deprecated)
  }
  const identity = definition.access === 'signed-in' ? await identify(definition, ctx, services) : null
  if (identity !== null) {
    ctx.state.log = ctx.state.log.child({ userId: identity.userId, tenantId: identity.tenantId })
  }
  const request = { ...(await checkedInput(definition, ctx)), services, ip: ctx.ip, ctx, identity }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- route() tied this handler to the contracts just checked
  const work = async (): Promise<unknown> => definition.handle(request as never)
  const reply = await (identity === null ? work() : preconditions.guard(definition, { ...request, identity }, work))
  if (identity !== null && definition.method !== 'get') {
    services.currentRuns.touch(identity.tenantId)
  }
  if (definition.reply === null) {
    ctx.status = 204
  } else if (ctx.body === undefined || ctx.body === null) {
    sendJson(ctx, definition, JSON.stringify(reply))
  }
}

/** What is read carries its ETag; who has it already is told just that. */
function sendJson(ctx: Context, { method }: Route, body: string): void {
  if (method === 'get') {
    const tag = entityTag(body)
    ctx.set('ETag', tag)
    if (namesTag(ctx.get('if-none-match'), tag)) {
      ctx.status = 304
      return
    }
  }
  ctx.body = body
  ctx.type = 'application/json'
}

interface CheckedInput {
  params: Readonly<Record<string, string>>
  query: unknown
  body: unknown
}

/** Query and body are both checked before anything is refused, so that all problems come at once. */
async function checkedInput(definition: Route, ctx: Context): Promise<CheckedInput> {
  const params = paramsOf(definition, ctx)
  const query = definition.query
    ? checkContract(strictQuery(definition.query), ctx.query)
    : { value: {}, problems: Object.keys(ctx.query).map(unknownQueryKey) }
  const hasBody = definition.body !== undefined
  const raw = hasBody ? await readJsonBody(ctx.req, definition.bodyLimitBytes ?? BODY_LIMIT_BYTES) : undefined
  const body =
    definition.body === undefined || definition.checksBodyItself === true
      ? { value: raw, problems: [] }
      : checkContract(definition.body, raw)
  const problems = [...query.problems, ...body.problems]
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return { params, query: query.value, body: body.value }
}

/** Unknown keys are refused by their names, except where a contract takes more keys (filters by field). */
function strictQuery(schema: z.ZodObject): z.ZodObject {
  return schema.def.catchall === undefined ? schema.strict() : schema
}

function paramsOf({ freeParams = [] }: Route, ctx: Context): Readonly<Record<string, string>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router keeps its parameters here
  const params = ctx['params'] as Readonly<Record<string, string>>
  for (const [name, value] of Object.entries(params)) {
    if (freeParams.includes(name) ? value.includes('\0') : !UUID.test(value)) {
      throw new NotFoundError('item')
    }
  }
  return params
}

function unknownQueryKey(key: string): ProblemDetail {
  return { path: key, code: 'unknown-key', message: `"${key}" is not known here. Remove it or check its spelling.` }
}

function methodNotAllowed(): AppError {
  return new AppError({
    code: 'method-not-allowed',
    status: 405,
    detail: 'This address exists, but not with this method.',
  })
}
