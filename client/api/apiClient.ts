import { ApiProblem } from './ApiProblem.ts'
import { request, type Query, type RequestOptions } from './request.ts'
import { getAccessToken, renewAccessToken } from './session.ts'

interface CallOptions {
  query?: Query | undefined
  headers?: Readonly<Record<string, string>> | undefined
  signal?: AbortSignal | undefined
}

/** The API as the signed-in person. Paths are below /api/v1; every call throws ApiProblem when it does not succeed. */
export const api = {
  get: <Reply>(path: string, options: CallOptions = {}) => authorized<Reply>(path, { ...options, method: 'GET' }),
  post: <Reply>(path: string, body?: unknown, options: CallOptions = {}) =>
    authorized<Reply>(path, { ...options, method: 'POST', body }),
  patch: <Reply>(path: string, body: unknown) => authorized<Reply>(path, { method: 'PATCH', body }),
  del: <Reply>(path: string, options: CallOptions = {}) => authorized<Reply>(path, { ...options, method: 'DELETE' }),
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
