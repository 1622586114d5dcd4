import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { insertCountingTable, insertTestFactors } from './testing/countingTable.ts'

let server: TestServer

type Person = keyof TestServer['one']['people']

/** Two meters in Lyon; the first lacks May and its June has no quantity. One in Porto, quarterly, without September. */
beforeAll(async () => {
  server = await startTestServer()
  await insertTestFactors(server.database.owner)
  await insertCountingTable(server.database.owner, server.one)
  const year = monthsOfCycle('2025-01-01', '2025-12-31')
  const row = (note: string, month: string | null, more: object = {}) => ({
    values: { site: 'lyon', month, quantity: 1, fuel: 'gas', note, price: 1, ...more },
  })
  const rows = [
    ...year
      .filter((month) => month !== '2025-05')
      .map((month) => row('M1', month, month === '2025-06' ? { quantity: null } : {})),
    ...year.map((month) => row('M2', month)),
    ...['2025-03', '2025-06', '2025-12'].map((month) => row('P1', month, { site: 'porto' })),
    row('M1', null),
  ]
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  const { body } = await server.request(server.one.people.admin, 'POST', path, { rows })
  expect(body.rejected).toEqual([])
  const other = `/tables/${server.one.otherTableId}/rows?cycle_id=${server.one.openCycleId}`
  await server.request(server.one.people.admin, 'POST', other, {
    rows: [{ values: { site: 'lyon', month: '2025-02' } }],
  })
})
afterAll(() => server.close())

const ask = async (person: Person, query = ''): Promise<CycleCompleteness> =>
  (await server.request(server.one.people[person], 'GET', `/cycles/${server.one.openCycleId}/completeness${query}`))
    .body

/** "month rows/open/missing" where something is to do, and the names of what is missing. */
const gaps = ({ sites }: CycleCompleteness): object =>
  Object.fromEntries(
    sites.map(({ site, months }) => [
      site,
      months
        .filter(({ open_rows: open, missing }) => open + missing > 0)
        .map(({ month, rows, open_rows: open, missing, tables }) =>
          [month, `${rows}/${open}/${missing}`, ...tables.flatMap((table) => table.missing_sources)].join(' '),
        ),
    ]),
  )

test('[GOTCHA 26] a missing month of a meter shows, by name, beside what is incomplete; a quarterly one is asked for every third', async () => {
  const told = await ask('viewer')
  expect(gaps(told)).toEqual({
    lyon: ['2025-05 1/0/1 M1', '2025-06 2/1/0', ' 1/1/0'],
    porto: ['2025-09 0/0/1 P1'],
  })
  expect(told.months).toHaveLength(12)
  const lyon = told.sites.find(({ site }) => site === 'lyon')!
  expect(lyon.name).toBe('LYON')
  expect(lyon.months.find(({ month }) => month === '2025-02')).toMatchObject({
    rows: 3,
    open_rows: 0,
    tables: [{ rows: 2 }, { rows: 1 }],
  })
  const rows = told.sites.flatMap(({ months }) => months.map((month) => month.rows))
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(11 + 12 + 3 + 1 + 1)
})

test('of one module; a data owner of a module sees no other; 404 for another tenant', async () => {
  const { one, two, request } = server
  const all = await ask('viewer', `?module_id=${one.otherModuleId}`)
  expect(all.tables.map(({ table_id: id }) => id)).toEqual([one.otherTableId])
  const own = await ask('moduleOwner')
  expect(own.tables.map(({ table_id: id }) => id)).toEqual([one.tableId])
  expect(JSON.stringify(own)).not.toContain(one.otherTableId)
  expect((await ask('moduleOwner', `?module_id=${one.otherModuleId}`)).sites).toEqual([])
  const path = `/cycles/${one.openCycleId}/completeness`
  expect((await request(two.people.admin, 'GET', path)).status).toBe(404)
  expect((await request(one.people.viewer, 'GET', `${path}?module_id=x`)).status).toBe(422)
})

type Gap = { month: string; site: string | null; source: string | null; state: string | null; table_id?: string }

const declare = (gaps: readonly Gap[], person: Person = 'admin', cycleId = server.one.openCycleId) =>
  server.request(server.one.people[person], 'PATCH', `/cycles/${cycleId}/declared_gaps`, {
    gaps: gaps.map(({ state, ...gap }) => ({
      table_id: server.one.tableId,
      ...gap,
      declaration: state === null ? null : { state, reason: 'The meter was changed' },
    })),
  })
const MAY: Gap = { month: '2025-05', site: 'lyon', source: 'M1', state: 'zero' }
const SEPTEMBER: Gap = { month: '2025-09', site: 'porto', source: 'P1', state: 'excluded' }
/** What is declared, as everybody reads it. */
const declared = ({ sites }: CycleCompleteness): object[] =>
  sites.flatMap(({ site, months }) =>
    months.flatMap(({ month, tables }) =>
      tables.flatMap((table) => table.declared_gaps.map((gap) => ({ site, month, ...gap }))),
    ),
  )

test('a missing month is declared by who may add rows, with its reason, and is missing no more; a row that comes ends that', async () => {
  const { one, request } = server
  for (const person of ['viewer', 'auditor'] as const) {
    expect((await declare([MAY], person)).status, person).toBe(403)
  }
  expect((await declare([MAY, SEPTEMBER], 'data_owner')).status).toBe(204)
  const told = await ask('viewer')
  expect(gaps(told)).toEqual({ lyon: ['2025-06 2/1/0', ' 1/1/0'], porto: [] })
  const reason = 'The meter was changed'
  expect(declared(told)).toEqual([
    { site: 'lyon', month: '2025-05', source: 'M1', state: 'zero', reason },
    { site: 'porto', month: '2025-09', source: 'P1', state: 'excluded', reason },
  ])
  const porto = told.sites.find(({ site }) => site === 'porto')!
  expect(porto.months.find(({ month }) => month === '2025-09')).toMatchObject({ rows: 0, missing: 0, declared: 1 })

  const path = `/tables/${one.tableId}/rows?cycle_id=${one.openCycleId}`
  const row = { values: { site: 'porto', month: '2025-09', quantity: 1, fuel: 'gas', note: 'P1', price: 1 } }
  const { body: made } = await request(one.people.admin, 'POST', path, { rows: [row] })
  expect(declared(await ask('viewer'))).toHaveLength(1)
  const again = await declare([SEPTEMBER])
  expect([again.status, again.body.errors.map(({ code }: { code: string }) => code)]).toEqual([422, ['not-empty']])
  const id: string = made.accepted[0].id
  await request(one.people.admin, 'DELETE', `/tables/${one.tableId}/rows/${id}?cycle_id=${one.openCycleId}`)
  expect(declared(await ask('viewer'))).toHaveLength(2)

  expect(
    (
      await declare([
        { ...SEPTEMBER, state: null },
        { ...MAY, state: 'not_applicable' },
      ])
    ).status,
  ).toBe(204)
  expect(declared(await ask('viewer'))).toMatchObject([{ month: '2025-05', state: 'not_applicable' }])
  const audit = await request(one.people.admin, 'GET', `/audit_log?filter[subject_id]=${one.openCycleId}`)
  expect(audit.body.data.map(({ action }: { action: string }) => action)).toContain('cycle.declared_gaps')
})

test('everything that is wrong with declared months is said at once; locked cycles and other companies stay closed', async () => {
  const { one, two, request } = server
  const wrong = await declare([{ ...MAY, month: '2026-01' }, MAY, MAY, { ...MAY, source: 'M2' }])
  expect([
    wrong.status,
    wrong.body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`),
  ]).toEqual([422, ['gaps[0].month outside-cycle', 'gaps[2] twice', 'gaps[3] not-empty']])
  expect((await declare([{ ...MAY, month: '2024-05' }], 'data_owner', one.lockedCycleId)).status).toBe(409)
  expect((await declare([{ ...MAY, table_id: one.otherTableId }], 'moduleOwner')).status).toBe(404)
  const path = `/cycles/${one.openCycleId}/declared_gaps`
  expect(
    (
      await request(two.people.admin, 'PATCH', path, {
        gaps: [{ table_id: one.tableId, month: '2025-05', declaration: null }],
      })
    ).status,
  ).toBe(404)
})

test('who may not read the names of the meters learns of none, and not which is missing', async () => {
  const note = server.database.owner('fields').where({ table_id: server.one.tableId, key: 'note' })
  await note.clone().update({ readers: ['admin', 'auditor'], updated_at: new Date() })
  const told = await ask('viewer')
  expect(JSON.stringify(told)).not.toMatch(/M1|M2|P1|The meter was changed/)
  expect(gaps(await ask('auditor'))).toMatchObject({ porto: ['2025-09 0/0/1 P1'] })
  await note.clone().update({ readers: ['admin'], updated_at: new Date() })
  // that M1 has a row in July would be a refusal
  expect((await declare([{ ...MAY, month: '2025-07' }], 'data_owner')).status).toBe(204)
  expect(declared(await ask('admin'))).toMatchObject([{ month: '2025-05' }])
  await note.clone().update({ readers: null, updated_at: new Date() })
})
