import { ApiProblem } from './ApiProblem.ts'
import { readProblem } from './readProblem.ts'

const API_ROOT = '/api/v1/'

/** Named values of a query string; undefined and null are left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  query?: Query | undefined
  body?: unknown
  headers?: Readonly<Record<string, string>> | undefined
  signal?: AbortSignal | undefined
}

/** One exchange with the API, without a session. `path` is below /api/v1. Throws ApiProblem. */
export async function request<Reply>(path: string, options: RequestOptions = {}): Promise<Reply> {
  const { method = 'GET', query, body, headers, signal } = options
  const response = await send(API_ROOT + path + queryString(query), {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) {
    throw await readProblem(response)
  }
  // The contracts of shared/api are what the server sends; it validates them, and parsing again would put zod into the first load.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above; this is the one place where JSON gets its type
  return (response.status === 204 ? undefined : await response.json()) as Reply
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      throw cause
    }
    throw new ApiProblem({
      code: 'network',
      status: 0,
      message: 'The server cannot be reached. Nothing was changed. Check the connection and try again.',
      cause,
    })
  }
}

function queryString(query: Query | undefined): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) {
      params.set(name, String(value))
    }
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
