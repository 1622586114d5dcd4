/** Requests that are none: odd ids, queries, cursors and bodies for every address. None of them is our fault (5xx). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROUTES } from '#server/api/routes.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import { randomRequests } from './testing/randomRequests.ts'
import { Target } from './testing/Target.ts'

let target: Target
let row: string

beforeAll(async () => {
  target = await Target.start()
  row = await target.newRow({ note: 'here', quantity: 1, month: '2025-01' })
})
afterAll(() => target.close())

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const IDS = [
  '0',
  '-1',
  '__proto__',
  'constructor',
  '%00',
  '%0a',
  '..%2f..%2fme',
  "'--",
  '%F0%9F%92%A9',
  '%ED%A0%80',
  'x'.repeat(3000),
  crypto.randomUUID(),
]
const TEXTS = [
  '',
  '__proto__',
  'constructor',
  'toString',
  '%00',
  'a%00b',
  '%5Cu0000',
  "';DROP TABLE rows;--",
  '%25%00',
  '%ED%A0%80',
  '-',
  '--note',
  'note,note,__proto__',
  '1e999',
  'NaN',
  '-0',
  '99999999999999999999',
  '2025-13',
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '9999-12-31T23:59:59.999999Z',
  'x'.repeat(3000),
]
const CURSORS = [
  'x',
  encoded(null),
  encoded({}),
  encoded([]),
  encoded([null]),
  encoded(['\0', '\0']),
  encoded(['a', 1]),
  encoded([1, 'a']),
  encoded([1e300, 'x']),
  encoded(['1', '1', '1']),
  encoded([-1]),
  encoded(['NaN', 'x']),
]
/** Besides those that an address knows. */
const KEYS = ['filter[__proto__]', '__proto__', 'constructor', 'q']
/** The rows are filtered by field, which their contract leaves open. */
const ROW_KEYS = ['note', 'month', 'quantity', 'constructor', '', 'incomplete'].map((name) => `filter[${name}]`)
const BODIES: readonly unknown[] = [
  'null',
  '[]',
  '5',
  '""',
  '{',
  '{"__proto__":{"rows":[]}}',
  '{"rows":null}',
  '{"rows":[null]}',
  '{"rows":[[]]}',
  '{"rows":[{}]}',
  '{"rows":[{"values":null}]}',
  '{"rows":[{"values":[]}]}',
  '{"rows":[{"values":{"__proto__":1,"constructor":2,"toString":3}}]}',
  '{"rows":[{"id":"__proto__","values":{}}]}',
  '{"rows":[{"id":5,"values":{"note":"x"}}]}',
  '{"rows":[{"values":{"note":"a\\u0000b"}}]}',
  '{"rows":[{"values":{"note":"\\ud800"}}]}',
  '{"rows":[{"values":{"quantity":1e999}}]}',
  '{"rows":[{"values":{"quantity":{"a":1}}}]}',
  '{"rows":[{"values":{"month":"\\u0000"}}]}',
  '{"rows":[{"values":{"note":["a\\u0000"]}}]}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `{"rows":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`,
  '{"status":"\\u0000"}',
  '{"status":null}',
  '{"status":"locked\\u0000"}',
  '{"role":"admin\\u0000","scope":"tenant"}',
  '{"role":"admin","scope":"module","scope_id":"\\u0000"}',
  '{"role":"owner","scope":"tenant"}',
  '{"readers":["\\u0000"]}',
  '{"readers":[null]}',
  '{"readers":[],"writers":[]}',
  '{"readers":"admin"}',
  '{"released":"yes"}',
  '{"email":"a\\u0000@b.example","password":"x"}',
  '{"email":"admin@target.example","password":"\\u0000"}',
  '{"email":"admin@target.example","password":"\\ud800"}',
  '{"formula":"a\\u0000","fields":[],"rows":[]}',
  `{"formula":"${'('.repeat(5000)}1${')'.repeat(5000)}","fields":[],"rows":[]}`,
  '{"formula":"1","fields":[{"key":"__proto__","type":"number"}],"rows":[{"__proto__":1}]}',
  '{"formula":"constructor","fields":[{"key":"constructor","type":"number"}],"rows":[{}]}',
]

/** The address with the ids that there are, except where `odd` takes the place of one. */
function filled(path: string, odd: string | null, at: number): string {
  const { tableId, projectId, openCycleId, moduleId } = target.tenant
  const own = path.startsWith('/tables')
    ? tableId
    : path.startsWith('/cycles')
      ? openCycleId
      : path.startsWith('/modules')
        ? moduleId
        : projectId
  let index = 0
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const given = name === 'row_id' ? row : name === 'id' ? own : crypto.randomUUID()
    return index++ === at && odd !== null ? odd : given
  })
}

/** Answers what was wrong with the reply; null: nothing. */
async function faultOf(method: string, path: string, body?: unknown): Promise<string | null> {
  const reply = await target.as('admin', method, path, body)
  const text = JSON.stringify(reply.body)
  const isOurs = reply.status >= 500 || /node_modules|at \w+ \(|select |insert into/i.test(text)
  return isOurs ? `${method} ${path.slice(0, 200)} ${String(body).slice(0, 100)}: ${reply.status} ${text}` : null
}

test.each(ROUTES.map(({ method, path, query }) => ({ method, path, known: Object.keys(query?.shape ?? {}) })))(
  '[A13] $method $path: odd ids, queries, cursors and bodies',
  async ({ method, path, known }) => {
    const verb = method.toUpperCase()
    const holes = path.split('{').length - 1
    const sheet =
      /^\/tables\/\{id\}\/(rows|history)/.test(path) || ['/sheets', '/sheets/at', '/conflicts'].includes(path)
    const query = sheet
      ? `cycle_id=${target.tenant.openCycleId}${path.startsWith('/tables') ? '' : `&table_id=${target.tenant.tableId}`}`
      : ''
    const faults: string[] = []
    const tries = async (address: string, body?: unknown): Promise<void> => {
      const fault = await faultOf(verb, address, body)
      if (fault !== null) {
        faults.push(fault)
      }
    }
    for (let at = 0; at < holes; at++) {
      for (const id of IDS) {
        await tries(`${filled(path, id, at)}?${query}`, verb === 'GET' ? undefined : '{}')
      }
    }
    if (verb === 'GET') {
      for (const key of [...known, ...KEYS, ...(path.endsWith('/rows') ? ROW_KEYS : [])]) {
        for (const text of TEXTS) {
          await tries(`${filled(path, null, 0)}?${query}&${encodeURIComponent(key)}=${text}`)
        }
      }
      for (const cursor of CURSORS) {
        for (const sort of ['', '&sort=note', '&sort=-quantity', '&sort=updated_at', '&sort=-name']) {
          await tries(`${filled(path, null, 0)}?${query}&cursor=${cursor}${sort}`)
        }
      }
      await tries(`${filled(path, null, 0)}?${query}&${query}&limit=1&limit=2`)
    } else if (path !== '/auth/logout') {
      for (const body of BODIES) {
        await tries(`${filled(path, null, 0)}?${query}`, body)
      }
    }
    expect(faults).toEqual([])
  },
  240_000,
)

test('[A13] after all of that the sheet is as it was', async () => {
  expect(await target.read('viewer', row)).toMatchObject({ note: 'here', quantity: 1, month: '2025-01' })
})

test(
  '[A13] requests made from the published document at random, allowed and broken ones: none is our fault',
  async () => {
    const { tableId, projectId, openCycleId, lockedCycleId, moduleId, otherTableId } = target.tenant
    const fields: string[] = await target.server.database.owner('fields').where({ table_id: tableId }).pluck('id')
    const ids = {
      at: (path: string) => filled(`/${path.split('/')[1]}/{id}`, null, 0).split('/')[2]!,
      anywhere: [tableId, projectId, openCycleId, lockedCycleId, moduleId, otherTableId, row, ...fields],
    }
    const faults: string[] = []
    let taken = 0
    for (const route of ROUTES.filter(({ path }) => !path.startsWith('/auth/'))) {
      const count = sizeOf({ short: 2, long: 200 })
      for (const { path, body } of randomRequests(route, ids, { seed: 20_261_127, count })) {
        const sent = `${route.method} ${path.slice(0, 300)} ${JSON.stringify(body)?.slice(0, 500)}`
        try {
          const { status } = await target.as('admin', route.method.toUpperCase(), path, body)
          faults.push(...(status >= 500 ? [`${sent}: ${status}`] : []))
          taken += status < 300 ? 1 : 0
        } catch (error) {
          faults.push(`${sent}: ${String(error)}`) // not as documented
        }
      }
    }
    expect(faults).toEqual([])
    expect(taken).toBeGreaterThan(50)
  },
  sizeOf({ short: 240_000, long: 3_600_000 }),
)
