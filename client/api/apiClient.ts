import type { Page } from '#shared/api/pagination.ts'
import { ApiProblem } from './ApiProblem.ts'
import type { BodyAndLast, ItemOf, Known, LastArgument, Method, ReplyOf } from './apiTypes.ts'
import { type Query, request, type RequestOptions } from './request.ts'
import { getAccessToken, renewAccessToken } from './session.ts'

const LARGEST_PAGE = 500

interface CallOptions {
  headers?: Readonly<Record<string, string>> | undefined
  signal?: AbortSignal | undefined
}

type Call<M extends Method> = <const Path extends string>(
  path: Path & Known<M, Path>,
  ...last: LastArgument<M, Path, CallOptions>
) => Promise<ReplyOf<M, Path>>

type CallWithBody<M extends Method> = <const Path extends string>(
  path: Path & Known<M, Path>,
  ...bodyAndLast: BodyAndLast<M, Path, CallOptions>
) => Promise<ReplyOf<M, Path>>

interface Api {
  get: Call<'get'>
  post: CallWithBody<'post'>
  patch: CallWithBody<'patch'>
  del: Call<'delete'>
}

/** The API as the signed-in person. Paths are below /api/v1; every call throws ApiProblem when it does not succeed. */
export const api: Api = {
  get: (path, ...[options]) => authorized(path, { ...options, method: 'GET' }),
  post: (path, ...[body, options]) => authorized(path, { ...options, method: 'POST', body }),
  patch: (path, ...[body, options]) => authorized(path, { ...options, method: 'PATCH', body }),
  del: (path, ...[options]) => authorized(path, { ...options, method: 'DELETE' }),
}

/** Every page of a list, one after the other. */
export async function allPages<const Path extends string>(
  path: Path & Known<'get', Path>,
  signal: AbortSignal,
): Promise<ItemOf<Path>[]> {
  const items: ItemOf<Path>[] = []
  let cursor: string | null = null
  do {
    const query: Query = { limit: LARGEST_PAGE, cursor }
    const page: Page<ItemOf<Path>> = await authorized(path, { query, signal })
    items.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}

/** An expired token is replaced once, unseen; a second refusal is real. */
async function authorized<Reply>(path: string, options: RequestOptions): Promise<Reply> {
  try {
    return await withToken<Reply>(await getAccessToken(), path, options)
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'unauthenticated') {
      throw error
    }
  }
  return withToken<Reply>(await renewAccessToken(), path, options)
}

function withToken<Reply>(token: string, path: string, options: RequestOptions): Promise<Reply> {
  return request<Reply>(path, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } })
}
