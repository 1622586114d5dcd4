/** What a hidden field holds, searched for in everything that leaves the server. */
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ROUTES } from '#server/api/routes.ts'
import type { ReportId } from '#shared/api/reports.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf, PEOPLE, PRICES, RISKS, type Person } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

/** Nothing else on the server says these. `number` and what is computed from it are searched by their digits. */
const PRICE = { number: 987_654_321.125, digits: '987654321', text: 'CANARY-price', cost: '2962962963' }
const RISK = 'CANARY-risk'
const PRICE_CANARIES = [PRICE.digits, PRICE.text, PRICE.cost, Buffer.from(PRICE.text).toString('base64').slice(0, 14)]
const RISK_CANARIES = [RISK, Buffer.from(RISK).toString('base64').slice(0, 13)]

/** The bytes of the number as a block holds it. */
const BYTES_OF_PRICE = Buffer.from(new Float64Array([PRICE.number]).buffer).toString('latin1')

let target: Target
let row: string
let instrument: string
let parameter: string
let factor: string
let run = ''
let job = ''
let factorSet: string
let webhook: string
let device: string
let imported: string
let log = ''

const canariesFor = (person: Person): string[] => [
  ...(['admin', 'auditor'].includes(person) ? [] : PRICE_CANARIES),
  ...(person === 'auditor' ? [] : RISK_CANARIES),
]

function expectNone(what: string, text: string, canaries: readonly string[]): void {
  for (const canary of canaries) {
    const at = text.indexOf(canary)
    if (at >= 0) {
      expect.fail(`${what} holds ${canary}: …${text.slice(Math.max(0, at - 60), at + 60)}…`)
    }
  }
}

beforeAll(async () => {
  const sink = new PassThrough()
  sink.on('data', (chunk: Buffer) => (log += chunk.toString()))
  // a webhook is told, and nobody is called
  target = await Target.start({ log: sink, hooks: { egress: { resolve: async () => [] } } })
  row = await target.newRow({ note: 'in the open', quantity: 3, month: '2025-05' })
  const other = await target.newRow({ note: 'with a text where a price belongs', quantity: 1, month: '2025-05' })
  const [admin, auditor] = [await target.join('admin', PRICES), await target.join('auditor', RISKS)]
  admin.sheet.set(row, ordinalOf('price'), 5)
  admin.sheet.set(other, ordinalOf('price'), PRICE.text)
  auditor.sheet.set(row, ordinalOf('risk'), RISK)
  await until(() => admin.isSaved && auditor.isSaved, 'saved')
  await target.as('admin', 'POST', target.rowsPath(), { rows: [{ id: row, values: { price: PRICE.number } }] })
  admin.sheet.write([row, other], [ordinalOf('price')], (at) => (at === 0 ? PRICE.number : PRICE.text))
  await until(() => admin.isSaved, 'saved')
  await target.as('admin', 'GET', target.rowsPath())
  const test = { kind: 'range', from: PRICE.number, to: null }
  const filters = ['price', 'cost'].map((key) => ({ key, test, empty: false, errors: false }))
  const definition = { filters, search: PRICE.text }
  await target.as('admin', 'POST', `/tables/${target.tenant.tableId}/views`, { name: 'Dear', shared: true, definition })
  const bought = { type: 'contract', name: 'Wind', market: 'GB', mwh: 10, rates: { CO2: 0 } }
  const vintage = { vintage_from: '2025-01-01', vintage_to: '2025-12-31' }
  instrument = (await target.as('admin', 'POST', '/instruments', { ...bought, ...vintage })).body.id
  await measure()
  const told = { name: 'Told', url: 'https://hooks.carbonsheet.com/', kinds: ['rows.changed'] }
  webhook = (await target.as('admin', 'POST', '/webhooks', told)).body.id
  const meter = { name: 'Meter', kind: 'counter', unit: 'kWh', interval_minutes: 15, time_zone: 'UTC' }
  device = (await target.as('admin', 'POST', '/devices', meter)).body.id
  const density = { name: 'Density', kind: 'density', unit: 'kg/L' }
  parameter = (await target.as('admin', 'POST', '/parameters', density)).body.id
  const heat = { name: 'Heat', unit: 'kWh', co2e_kg: 0.1, geography: 'DE', data_year: 2025, publisher: 'Supplier' }
  factor = (await target.as('admin', 'POST', '/factors', heat)).body.id
  await compute()
  const file = 'Name,Unit,CO2e,Region\nSteel,kg,2.1,DE\n'
  const headers = { 'content-type': 'application/octet-stream' }
  const sent = await target.as('admin', 'POST', '/factor_sets?name=a.csv', file, headers)
  factorSet = sent.body.id
  await bringFile()
})
afterEach(() => target.leaveAll())
afterAll(() => target.close())

/** A base year, a target and an intensity, so that the addresses that compute with the totals have something to say. */
async function measure(): Promise<void> {
  const { projectId, openCycleId: cycle } = target.tenant
  const over = { scopes: [1, 2, 3], basis: 'location' }
  const unit = { name: 'People', kind: 'fte', unit: 'FTE' }
  const { body: people } = await target.as('admin', 'POST', `/projects/${projectId}/denominators`, unit)
  await target.as('admin', 'POST', `/denominators/${people.id}/values`, { cycle_id: cycle, value: 1 })
  await target.as('admin', 'POST', `/projects/${projectId}/base_year`, { ...over, cycle_ids: [cycle] })
  const promise = { name: 'Half', kind: 'absolute', base_cycle_id: cycle, target_year: 2040, reduction_percent: 50 }
  const set = await target.as('admin', 'POST', `/projects/${projectId}/reduction_targets`, { ...over, ...promise })
  expect(set.status).toBe(204)
}

/** A run of the open cycle, with its job. */
async function compute(): Promise<void> {
  job = (await target.as('admin', 'POST', `/cycles/${target.tenant.openCycleId}/runs`)).body.id
  await until(async () => {
    const { body } = await target.as('admin', 'GET', `/jobs/${job}`)
    run = body.result?.run_id ?? ''
    return body.finished_at !== null
  }, 'the run is made')
  expect(run).not.toBe('')
}

/** A file that says another note of the row with the price, compared by somebody who may not read that. */
async function bringFile(): Promise<void> {
  const { tableId, openCycleId } = target.tenant
  const headers = { 'content-type': 'application/octet-stream' }
  const path = `/tables/${tableId}/imports?cycle_id=${openCycleId}&name=a.csv`
  const email = target.email('data_owner')
  const sent = await target.server.request(email, 'POST', path, `id,note,price\n${row},otherwise,5\n`, headers)
  imported = sent.body.id
  const is = (state: string) => async (): Promise<boolean> =>
    (await target.as('data_owner', 'GET', `/imports/${imported}`)).body.state === state
  await until(is('draft'), 'the file is read')
  await target.as('data_owner', 'POST', `/imports/${imported}/preview`)
  await until(is('previewed'), 'the file is compared')
}

/** Every address that can be read, with our own sheet in it. */
async function readablePaths(person: Person): Promise<string[]> {
  const { tenant } = target
  const { body: gestures } = await target.as(
    'admin',
    'GET',
    `/tables/${tenant.tableId}/history?cycle_id=${tenant.openCycleId}`,
  )
  const gesture = (gestures.data as { id: string }[]).map(({ id }) => id)
  const ids: Record<string, string[]> = {
    '/projects/{id}': [tenant.projectId],
    '/projects/{id}/cycles': [tenant.projectId],
    '/projects/{id}/intensities': [tenant.projectId],
    '/projects/{id}/site_places': [tenant.projectId],
    '/projects/{id}/base_year': [tenant.projectId],
    '/projects/{id}/reduction_targets': [tenant.projectId],
    '/projects/{id}/report_templates': [tenant.projectId],
    '/projects/{id}/modules': [tenant.projectId],
    '/modules/{id}': [tenant.moduleId],
    '/modules/{id}/tables': [tenant.moduleId],
    '/projects/{id}/retired_modules': [tenant.projectId],
    '/modules/{id}/retired_tables': [tenant.moduleId],
    '/cycles/{id}': [tenant.openCycleId],
    '/cycles/{id}/readiness': [tenant.openCycleId],
    '/cycles/{id}/lock': [tenant.openCycleId],
    '/cycles/{id}/completeness': [tenant.openCycleId],
    '/cycles/{id}/factor_offers': [tenant.openCycleId],
    '/cycles/{id}/boundary': [tenant.openCycleId],
    '/cycles/{id}/comparison': [tenant.openCycleId],
    '/cycles/{id}/comparison/rows': [tenant.openCycleId],
    '/cycles/{id}/scope_2': [tenant.openCycleId],
    '/cycles/{id}/runs': [tenant.openCycleId],
    '/cycles/{id}/pack': [tenant.openCycleId],
    '/cycles/{id}/export': [tenant.openCycleId],
    '/projects/{id}/export': [], // cycles as one archive, each as its own file is (exports.test.ts)
    '/runs/{id}/results': [run],
    '/runs/{id}/totals': [run],
    '/runs/{id}/comparison': [run],
    '/runs/{id}/changes': [run],
    '/jobs/{id}': [job],
    '/webhooks/{id}/deliveries': [webhook],
    '/devices/{id}': [device],
    '/devices/{id}/months': [device],
    '/devices/{id}/readings': [device],
    '/cycles/{id}/what_if': [tenant.openCycleId],
    '/cycles/{id}/declarations': [tenant.openCycleId],
    '/cycles/{id}/estimates': [tenant.openCycleId],
    '/cycles/{id}/scenarios': [tenant.openCycleId],
    '/instruments/{id}': [instrument],
    '/instruments/{id}/quality': [instrument],
    '/parameters/{id}': [parameter],
    '/cycles/{id}/simulations': [tenant.openCycleId],
    '/cycles/{id}/uncertainty': [tenant.openCycleId],
    '/factors/{id}/quality': ['00000000-0000-4000-8000-000000000000'],
    '/cycles/{id}/emissions': [tenant.openCycleId],
    '/cycles/{id}/emissions/rows': [tenant.openCycleId],
    '/cycles/{id}/reports/{report}': [tenant.openCycleId],
    '/cycles/{id}/reports/{report}/file': [], // the same reply as a workbook or PDF, which say when they were made
    '/factors/{id}': [factor],
    '/factors/{id}/evidence': [factor],
    '/imports/{id}': [imported],
    '/imports/{id}/rows': [imported],
    '/imports/{id}/file': [imported],
    '/imports/{id}/kept': [imported],
    '/factor_sets/{id}': [factorSet],
    '/factor_sets/{id}/preview': [factorSet],
    '/factor_sets/{id}/file': [factorSet],
    '/users/{id}/grants': ['00000000-0000-4000-8000-000000000000'],
  }
  const queries: Record<string, string> = {
    '/search': 'q=canary',
    '/sheets': `table_id=${tenant.tableId}&cycle_id=${tenant.openCycleId}`,
    '/sheets/at': `table_id=${tenant.tableId}&cycle_id=${tenant.openCycleId}&at=${new Date().toISOString()}`,
    '/conflicts': `table_id=${tenant.tableId}&cycle_id=${tenant.openCycleId}`,
    '/audit_log': 'limit=200',
    '/tables/{id}/estimate_methods': `cycle_id=${tenant.openCycleId}&row_id=${row}`,
    '/factors/suggestions': 'activity=heat&factor_year=2025',
    '/tables/{id}/import-template': `cycle_id=${tenant.openCycleId}&format=csv`, // a workbook says when it was made
    '/tables/{id}/views': '',
    '/tables/{id}/quality': '',
    '/cycles/{id}/export': 'format=json',
    '/imports/{id}/rows': 'state=changed',
    '/runs/{id}/comparison': `with=${run}`,
    '/runs/{id}/changes': `with=${run}&kind=fields`,
  }
  const paths = ROUTES.filter(({ method }) => method === 'get').flatMap(({ path }) => {
    const inTable = path.startsWith('/tables/{id}')
    const query = queries[path] ?? (inTable && path !== '/tables/{id}' ? `cycle_id=${tenant.openCycleId}` : '')
    const filled = inTable
      ? (path.includes('{gesture_id}') ? gesture : ['']).map((id) =>
          path.replace('{id}', tenant.tableId).replace('{row_id}', row).replace('{gesture_id}', id),
        )
      : path.includes('{id}')
        ? (ids[path] ?? expect.fail(`a new address that reads: ${path}: say here what to read of it`)).map((id) =>
            path.replace('{id}', id).replace('{report}', 'ghg-protocol'),
          )
        : [path]
    return filled.map((one) => (query === '' ? one : `${one}?${query}`))
  })
  return [
    ...paths,
    '/openapi.json',
    ...(['esrs-e1', 'secr'] satisfies ReportId[]).map((id) => `/cycles/${tenant.openCycleId}/reports/${id}`),
    `/tables/${tenant.tableId}/rows?cycle_id=${tenant.openCycleId}&sort=-updated_at&limit=1`,
  ].filter((path) => person !== 'admin' || path !== '')
}

test('[A2] [A16] no address that reads says what its reader may not read, in body or headers', async () => {
  const seen = { price: new Set<Person>(), risk: new Set<Person>() }
  for (const person of PEOPLE) {
    for (const path of await readablePaths(person)) {
      const reply = await target.as(person, 'GET', path)
      const text = `${JSON.stringify([...reply.headers])}\n${JSON.stringify(reply.body)}`
      expectNone(`${person} GET ${path}`, text, canariesFor(person))
      const content =
        typeof reply.body === 'object' && reply.body !== null && typeof reply.body.content === 'string'
          ? reply.body.content
          : ''
      const bytes = Buffer.from(content, 'base64').toString('latin1')
      expectNone(`${person} GET ${path} as bytes`, bytes, [
        ...canariesFor(person),
        ...(canariesFor(person).includes(PRICE.digits) ? [BYTES_OF_PRICE] : []),
      ])
      if (text.includes(PRICE.digits)) {
        seen.price.add(person)
      }
      if (text.includes(RISK)) {
        seen.risk.add(person)
      }
    }
  }
  expect([[...seen.price].sort(), [...seen.risk]]).toEqual([['admin', 'auditor'], ['auditor']])
})

test('[A19] a key of who may read everything, but not made for rows or figures, is told of no cell anywhere', async () => {
  const scopes = ['structure', 'cycles', 'factors', 'instruments', 'parameters', 'scenarios', 'people'].map(
    (resource) => `${resource}:write`,
  )
  for (const person of ['admin', 'auditor'] as const) {
    const { body: key } = await target.as(person, 'POST', '/api_keys', { name: 'Everything but rows', scopes })
    const headers = { authorization: `Bearer ${key.secret}` }
    let opened = 0
    for (const path of await readablePaths('viewer')) {
      const { status, body } = await target.server.request(null, 'GET', path, undefined, headers)
      opened += status === 200 ? 1 : 0
      expectNone(`a key of the ${person}: GET ${path}`, JSON.stringify(body), [
        ...PRICE_CANARIES,
        ...RISK_CANARIES,
        'in the open',
      ])
    }
    expect(opened).toBeGreaterThan(30)
  }
})

test('[A2] [A16] nobody of another company, and nobody without a sign-in, reads any of it', async () => {
  const { server } = target
  for (const email of [null, ...Object.values(server.one.people)]) {
    for (const path of await readablePaths('viewer')) {
      const reply = await server.request(email, 'GET', path)
      expectNone(`${email} GET ${path}`, JSON.stringify(reply.body), [
        ...PRICE_CANARIES,
        ...RISK_CANARIES,
        'in the open',
      ])
    }
  }
})

test('[A2] no frame of a socket tells it, nor that it changed', async () => {
  const watchers = await Promise.all(
    (['data_owner', 'viewer', 'moduleOwner'] as const).map((person) => target.join(person, COMMON)),
  )
  const { tenant } = target
  const before = await Promise.all(watchers.map(async ({ received }) => received.length))
  const times = await target.as('viewer', 'GET', target.rowsPath())
  const [admin, auditor] = [await target.join('admin', PRICES), await target.join('auditor', RISKS)]
  admin.provider.setAwarenessField('cell', { row, ordinal: ordinalOf('price') })
  const common = await target.join('admin', COMMON)
  common.provider.setAwarenessField('cell', { row, ordinal: ordinalOf('price') })
  admin.sheet.set(row, ordinalOf('price'), PRICE.number)
  auditor.sheet.set(row, ordinalOf('risk'), `${RISK} again`)
  await until(() => admin.isSaved && auditor.isSaved, 'saved')
  expect(await target.as('viewer', 'GET', target.rowsPath())).toMatchObject({ body: times.body })
  for (const [i, client] of watchers.entries()) {
    const frames = client.received.slice(before[i])
    expectNone('a frame', client.received, [...PRICE_CANARIES, ...RISK_CANARIES, BYTES_OF_PRICE])
    expect(frames).not.toContain(`"ordinal":${ordinalOf('price')}`)
    const states = [...(client.provider.awareness!.getStates() as Map<number, { cell?: unknown }>).values()]
    expect(states.every(({ cell }) => cell === null || cell === undefined)).toBe(true)
  }
  expect(tenant.tableId).toBeTruthy()
})

/**
 * A reply without what changes by itself: how often a call was tried that nobody answers, how far the time line reaches, and so
 * how it is cut into pieces.
 */
function lasting(path: string, { exported_at: _exportedAt, ...body }: Record<string, unknown>): unknown {
  if (path.endsWith('/deliveries') && 'data' in body) {
    const { data, ...rest } = body as { data: Record<string, unknown>[] }
    return { ...rest, data: data.map(({ attempts: _attempts, calls: _calls, due_at: _dueAt, ...told }) => told) }
  }
  if (!('marks' in body)) {
    return body
  }
  const { marks, until: _until, ...rest } = body as { marks: { gestures: number }[]; until: string }
  return { ...rest, gestures: marks.reduce((sum, { gestures }) => sum + gestures, 0) }
}

test('[A2] [A15] what is written in a hidden part changes no reply of who may not read it: no order, count or time', async () => {
  const { tableId, openCycleId } = target.tenant
  const [admin, auditor] = [await target.join('admin', PRICES), await target.join('auditor', RISKS)]
  const bare = await target.newRow({ note: 'without a price' })
  const more = ['&sort=-updated_at', '&sort=updated_at&limit=1', '&filter[incomplete]=true', '&filter[month]=2025-05']
  const all = [
    ...(await readablePaths('viewer')),
    ...more.map((query) => target.rowsPath(query)),
    `/cycles/${openCycleId}/emissions/rows?errors=true`,
    `/cycles/${openCycleId}/emissions?month=2025-05`,
    `/tables/${tableId}/rows/${bare}/history?cycle_id=${openCycleId}`,
  ]
  // the audit log tells administrators that something was written, not what; every file that is taken is on the list of exports
  const paths = all.filter((path) => !/^\/(audit_log|exports)/.test(path))
  const repliesOf = async (person: Person): Promise<unknown[]> =>
    Promise.all(
      paths.map(async (path) => {
        const { status, body } = await target.as(person, 'GET', path)
        return [path, status, lasting(path, { ...body, request_id: null, made_at: null })]
      }),
    )
  const withoutPrice = ['data_owner', 'viewer', 'moduleOwner'] as const
  const price = (where: string, value: CellValue) => async () => admin.sheet.set(where, ordinalOf('price'), value)
  const hidden: readonly [string, readonly Person[], () => Promise<unknown>][] = [
    ['a price over another', withoutPrice, price(row, 6)],
    ['a first price', withoutPrice, price(bare, 7)],
    ['no price', withoutPrice, price(bare, null)],
    ['a price that is none', withoutPrice, price(row, 'none')],
    [
      'prices of two rows at once',
      withoutPrice,
      async () => admin.sheet.write([row, bare], [ordinalOf('price')], (at) => at + 8),
    ],
    [
      'a price over REST',
      withoutPrice,
      () => target.as('admin', 'POST', target.rowsPath(), { rows: [{ id: row, values: { price: PRICE.number } }] }),
    ],
    ['a risk', ['admin', ...withoutPrice], async () => auditor.sheet.set(bare, ordinalOf('risk'), 'a first risk')],
  ]
  const derived = async (): Promise<unknown> => {
    await until(() => admin.isSaved && auditor.isSaved, 'saved')
    return target.as('auditor', 'GET', target.rowsPath())
  }
  for (const [what, blind, write] of hidden) {
    const before = await Promise.all(blind.map(repliesOf))
    await write()
    await derived()
    for (const [i, person] of blind.entries()) {
      expect([what, person, await repliesOf(person)]).toEqual([what, person, before[i]])
    }
  }
  const before = await repliesOf('viewer')
  await target.as('admin', 'POST', target.rowsPath(), { rows: [{ id: bare, values: { note: 'for everybody' } }] })
  const after = await repliesOf('viewer')
  expect(after.filter((reply, i) => JSON.stringify(reply) !== JSON.stringify(before[i])).length).toBeGreaterThan(5)
})

test('[A15] filtering, sorting, choosing or writing by a hidden field answers as for one that does not exist', async () => {
  const masked = (key: string, text: string): string =>
    text
      .replaceAll(key, 'KEY')
      .replaceAll(encodeURIComponent(key), 'KEY')
      .replaceAll(/"request_id":"[^"]*"/g, '')
  for (const [key, readers] of [
    ['price', ['admin', 'auditor']],
    ['risk', ['auditor']],
    ['cost', ['admin', 'auditor']],
  ] as const) {
    for (const person of PEOPLE.filter((one) => !(readers as readonly string[]).includes(one))) {
      for (const query of [
        `&filter[KEY]=${PRICE.number}`,
        '&filter[KEY]=',
        '&sort=KEY',
        '&sort=-KEY',
        '&fields=KEY',
        '&fields=note,KEY',
      ]) {
        const asked = async (name: string) => {
          const { status, body } = await target.as(person, 'GET', target.rowsPath(query.replace('KEY', name)))
          return masked(name, JSON.stringify({ status, body }))
        }
        expect([person, key, query, await asked(key)]).toEqual([person, key, query, await asked('nothing')])
      }
      const history = async (name: string) => {
        const { status, body } = await target.as(
          person,
          'GET',
          `/tables/${target.tenant.tableId}/history?cycle_id=${target.tenant.openCycleId}&field=${name}`,
        )
        return masked(name, JSON.stringify({ status, body }))
      }
      expect([person, key, await history(key)]).toEqual([person, key, await history('nothing')])
      const written = async (name: string) => {
        const { status, body } = await target.as(person, 'POST', target.rowsPath(), {
          rows: [{ id: row, values: { [name]: 1 } }],
        })
        return masked(name, JSON.stringify({ status, body }))
      }
      expect([person, key, await written(key)]).toEqual([person, key, await written('nothing')])
    }
  }
})

test('[A15] a formula that somebody sends computes with what they send, never with what is stored', async () => {
  const body = {
    formula: 'quantity * price',
    fields: [{ key: 'quantity', type: 'number', unit: 'kWh' }],
    rows: [{ quantity: 3 }],
  }
  const reply = await target.as('viewer', 'POST', '/formulas/evaluate', body)
  expectNone('an evaluated formula', JSON.stringify(reply.body), PRICE_CANARIES)
  expect(reply.body.ok).toBe(false)
})

test('[A14] the history of a field that is hidden later is hidden with it, and deleting and restoring a row keeps hidden values', async () => {
  const { tenant, server } = target
  const old = await target.newRow({ note: 'CANARY-note-of-before', quantity: 1 })
  const live = await target.join('viewer', COMMON)
  expect(live.received).toContain('CANARY-note-of-before')
  await target.as('admin', 'POST', target.rowsPath(), { rows: [{ id: old, values: { note: 'now' } }] })
  const { body: table } = await target.as('admin', 'GET', `/tables/${tenant.tableId}`)
  const note = (table.fields as { id: string; key: string }[]).find(({ key }) => key === 'note')!
  const moved = await target.as('admin', 'PATCH', `/tables/${tenant.tableId}/fields/${note.id}`, { readers: ['admin'] })
  expect(moved.status).toBe(200)
  for (const person of ['data_owner', 'viewer', 'moduleOwner', 'auditor'] as const) {
    for (const path of await readablePaths(person)) {
      const reply = await target.as(person, 'GET', path)
      expectNone(`${person} GET ${path}`, JSON.stringify(reply.body), ['CANARY-note'])
      const content =
        typeof reply.body?.content === 'string' ? Buffer.from(reply.body.content, 'base64').toString('latin1') : ''
      expectNone(`${person} GET ${path} as bytes`, content, ['CANARY-note'])
    }
    const fresh = await target.join(person, COMMON)
    expectNone(`frames of ${person}`, fresh.received, ['CANARY-note', 'in the open'])
  }
  const cycle = `cycle_id=${tenant.openCycleId}`
  expect((await target.as('data_owner', 'DELETE', `/tables/${tenant.tableId}/rows/${row}?${cycle}`)).status).toBe(204)
  expect((await target.as('data_owner', 'POST', `/tables/${tenant.tableId}/rows/${row}/restore?${cycle}`)).status).toBe(
    204,
  )
  expect(await target.read('admin', row)).toMatchObject({ price: PRICE.number, note: 'in the open' })
  expect(server.origin).toBeTruthy()
})

test('[A2] the log, at its most talkative, holds no value of any cell', () => {
  expect(log.length).toBeGreaterThan(1000)
  expectNone('the log', log, [...PRICE_CANARIES, ...RISK_CANARIES, 'in the open', 'CANARY-note'])
})

test('[A2] the audit log and the conflicts in the database hold no value of a hidden cell', async () => {
  const entries = await target.server.database.owner('audit_log').where({ tenant_id: target.tenant.tenantId })
  expectNone('the audit log', JSON.stringify(entries), [...PRICE_CANARIES, ...RISK_CANARIES])
})
