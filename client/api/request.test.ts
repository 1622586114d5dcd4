import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, expectTypeOf, test, vi } from 'vitest'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { TableReply } from '#shared/api/tables.ts'
import { allPages, api } from './apiClient.ts'
import { readProblem } from './readProblem.ts'
import { request } from './request.ts'

let server: Server | null = null

afterEach(() => {
  vi.unstubAllGlobals()
  server?.close()
  server = null
})

/** A real server that answers every request alike; the page's fetch is pointed at it. Returns the urls that it saw. */
async function serve(status: number, type: string, body: string): Promise<string[]> {
  const seen: string[] = []
  const started = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`)
    outgoing.writeHead(status, { 'content-type': type }).end(body)
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  pointFetchAt((started.address() as AddressInfo).port)
  return seen
}

function pointFetchAt(port: number): void {
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const { signal: _, ...rest } = init
    return real(`http://127.0.0.1:${port}${path}`, rest)
  })
}

test('values of a query that are not there are left out', async () => {
  const seen = await serve(200, 'application/json', '{"ok":true}')
  expect(
    await request('rows', { query: { limit: 10, cursor: null, site: undefined, 'filter[month]': '2025-03' } }),
  ).toEqual({ ok: true })
  expect(seen).toEqual(['GET /api/v1/rows?limit=10&filter%5Bmonth%5D=2025-03'])
})

test('a refusal carries code, words, every place that is wrong and the request id', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Invalid request',
    status: 422,
    code: 'invalid-request',
    detail: 'Two things are missing.',
    errors: [
      { path: 'email', code: 'too-small', message: 'Enter your e-mail address.' },
      { path: 'password', code: 'too-small', message: 'Enter your password.' },
    ],
    request_id: 'r-1',
  }
  await serve(422, 'application/problem+json', JSON.stringify(problem))
  await expect(request('auth/login', { method: 'POST', body: {} })).rejects.toMatchObject({
    code: 'invalid-request',
    status: 422,
    message: 'Two things are missing.',
    details: problem.errors,
    requestId: 'r-1',
  })
})

test('a page of something in between is understood as far as possible', async () => {
  const html = (status: number) => new Response('<h1>Bad gateway</h1>', { status })
  expect([
    (await readProblem(html(502))).code,
    (await readProblem(html(401))).code,
    (await readProblem(html(500))).code,
  ]).toEqual(['unavailable', 'unauthenticated', 'internal'])
})

test('no answer at all is a network problem that says nothing was changed', async () => {
  // Port 9 ("discard") takes no connections on any machine that runs tests.
  pointFetchAt(9)
  await expect(request('me')).rejects.toMatchObject({
    code: 'network',
    status: 0,
    message: expect.stringContaining('Nothing was changed'),
  })
})

test('the text of an address says what is sent and what comes back, by the OpenAPI document', () => {
  const id: string = 'c1'
  expectTypeOf(() => api.get(`cycles/${id}`)).returns.resolves.toExtend<CycleReply>()
  expectTypeOf(() => api.get('me')).returns.resolves.toHaveProperty('rules')
  expectTypeOf(() => api.del(`cycles/${id}`)).returns.resolves.toEqualTypeOf<void>()
  expectTypeOf(() => allPages(`modules/${id}/tables`, AbortSignal.abort())).returns.resolves.toExtend<TableReply[]>()
  const wrong = [
    // @ts-expect-error there is no such address
    () => api.get(`cycles/${id}/nothing`),
    // @ts-expect-error it is not deleted but taken out by another address
    () => api.del(`cycles/${id}/runs`),
    // @ts-expect-error of which cycle?
    () => api.get(`tables/${id}/rows`),
    // @ts-expect-error no number of rows
    () => api.get(`tables/${id}/rows`, { query: { cycle_id: id, limit: 'all' } }),
    // @ts-expect-error the reason is missing
    () => api.post(`cycles/${id}/restate`, { cause: 'error' }),
    // @ts-expect-error no such status
    () => api.post(`cycles/${id}/status`, { status: 'closed' }),
  ]
  expect(wrong).toHaveLength(6)
})
