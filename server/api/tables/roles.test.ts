import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeSeed } from '#collab/schema/seedDocument.ts'
import { createSheetDocument } from '#server/collaboration/sheetDocuments.ts'
import { proveAll } from '#server/proof/proveAll.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const admin = (): string => server.one.people.admin

interface Made {
  tableId: string
  ids: Record<string, string>
}

/** A table as people make one by hand: nothing in it has a role. */
async function handMade(name: string): Promise<Made> {
  const { one, request } = server
  const { body: table } = await request(admin(), 'POST', `/modules/${one.moduleId}/tables`, { name })
  const ids: Record<string, string> = {}
  const fields = [
    { name: 'Plant', type: 'option', options: ['Lyon', 'Oslo'] },
    { name: 'Period', type: 'month' },
    { name: 'Direct', type: 'number', unit: 'kgCO2e' },
    { name: 'Heat', type: 'number', unit: 'kWh' },
    { name: 'Result', type: 'formula', unit: 'kgCO2e', formula: 'direct * 2' },
    { name: 'Energy', type: 'formula', unit: 'kWh', formula: 'heat * 2' },
    { name: 'Half', type: 'formula', unit: 'kgCO2e', formula: 'direct / 2' },
  ]
  for (const field of fields) {
    const { body } = await request(admin(), 'POST', `/tables/${table.id}/fields`, field)
    ids[body.key] = body.id
  }
  return { tableId: table.id, ids }
}

const write = (tableId: string, values: object): Promise<Reply> =>
  server.request(admin(), 'POST', `/tables/${tableId}/rows?cycle_id=${server.one.openCycleId}`, { rows: [{ values }] })
const set = (as: string | null, tableId: string, body: object): Promise<Reply> =>
  server.request(as, 'PATCH', `/tables/${tableId}/roles`, body)
const preview = (as: string | null, tableId: string, body: object): Promise<Reply> =>
  server.request(as, 'POST', `/tables/${tableId}/roles/preview`, body)

async function totals(cycleId = server.one.openCycleId) {
  return (await server.request(admin(), 'GET', `/cycles/${cycleId}/emissions`)).body
}

const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

test('a table made by hand counts once its fields are told what they stand for, as the preview said', async () => {
  const { tableId, ids } = await handMade('By hand')
  await write(tableId, { plant: 'lyon', period: '2025-03', direct: 100 })
  await write(tableId, { plant: 'oslo', direct: 50 })
  await write(tableId, {})
  const before = (await totals()).total.co2e_kg
  const roles = { site: ids['plant'], month: ids['period'], emissions: ids['result'] }

  const asked = await preview(admin(), tableId, roles)
  expect(asked.body).toMatchObject({
    cycles: [
      {
        name: 'FY2025',
        locked: false,
        rows: 3,
        without: { site: 1, month: 2, emissions: 1 },
        co2e_kg: { table: { before: null, after: 300 }, cycle: { before, after: (before ?? 0) + 300 } },
      },
      { name: 'FY2024', locked: true },
    ],
    new_sites: ['Oslo'],
  })
  expect((await totals()).total.co2e_kg).toBe(before)

  expect((await set(admin(), tableId, roles)).status).toBe(204)
  const after = await totals()
  expect(after.total.co2e_kg).toBe((before ?? 0) + 300)
  expect(after.by_table.find((one: { table_id: string }) => one.table_id === tableId)).toMatchObject({
    co2e_kg: 300,
    counts: true,
  })
  expect(after.by_site.find(({ name }: { name: string }) => name === 'Oslo').co2e_kg).toBe(100)
  expect(after.by_month.find(({ month }: { month: string }) => month === '2025-03').co2e_kg).toBe(200)
  const { body: history } = await server.request(admin(), 'GET', `/tables/${tableId}/field_changes?limit=3`)
  expect(history.data).toContainEqual(
    expect.objectContaining({
      action: 'field.role',
      field: { id: ids['result'], key: 'result', name: 'Result' },
      before: { role: null },
      after: { role: 'emissions' },
    }),
  )

  // another result takes its place in one step, and none at all takes the table out of the totals
  const half = { emissions: ids['half'] }
  expect((await preview(admin(), tableId, half)).body.cycles[0].co2e_kg.table).toEqual({ before: 300, after: 75 })
  expect((await set(admin(), tableId, half)).status).toBe(204)
  expect((await totals()).total.co2e_kg).toBe((before ?? 0) + 75)
  expect((await set(admin(), tableId, { emissions: null, site: null })).status).toBe(204)
  expect((await totals()).total.co2e_kg).toBe(before)
  const sheet = `/sheets?table_id=${tableId}&cycle_id=${server.one.openCycleId}`
  const { fields } = (await server.request(admin(), 'GET', sheet)).body.table
  expect(fields.flatMap(({ key, role }: { key: string; role: string | null }) => (role === null ? [] : [key]))).toEqual(
    ['period'],
  )
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})

test('what cannot stand for it is said, each with its reason, and nothing changes', async () => {
  const { tableId, ids } = await handMade('All wrong')
  const wrong = { site: ids['period'], month: ids['plant'], emissions: ids['energy'] }
  for (const ask of [set, preview]) {
    const refused = await ask(admin(), tableId, wrong)
    expect([refused.status, problems(refused)]).toEqual([
      422,
      ['site wrong-type', 'month wrong-type', 'emissions wrong-unit'],
    ])
    expect(refused.body.errors[2].message).toMatch(/“Energy” gives no mass of CO2e.*kWh/)
    expect(problems(await ask(admin(), tableId, { emissions: ids['direct'] }))).toEqual(['emissions wrong-type'])
    expect(problems(await ask(admin(), tableId, { site: crypto.randomUUID() }))).toEqual(['site not-found'])
    for (const body of [{}, { site: 'plant' }, { site: 7 }, { sites: null }, { site: [ids['plant']] }]) {
      expect([body, (await ask(admin(), tableId, body)).status]).toEqual([body, 422])
    }
    const elsewhere = await server.database.owner('fields').where({ table_id: server.one.tableId, key: 'site' }).first()
    expect(problems(await ask(admin(), tableId, { site: elsewhere.id }))).toEqual(['site not-found'])
  }
  await server.request(admin(), 'DELETE', `/tables/${tableId}/fields/${ids['plant']}`)
  expect(problems(await set(admin(), tableId, { site: ids['plant'] }))).toEqual(['site not-found'])
  const { body } = await server.request(admin(), 'GET', `/tables/${tableId}`)
  expect(body.fields.every(({ role }: { role: string | null }) => role === null)).toBe(true)
})

test('only who manages the module; a field that they may not read is neither given a role nor loses one', async () => {
  const { one, two } = server
  const { tableId, ids } = await handMade('Rights')
  const people = [null, one.people.data_owner, one.people.auditor, one.people.viewer, two.people.admin]
  for (const ask of [set, preview]) {
    const replies = await Promise.all(people.map((email) => ask(email, tableId, { site: ids['plant'] })))
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 403, 403, 404])
  }
  await set(admin(), tableId, { site: ids['plant'], emissions: ids['result'] })
  for (const key of ['plant', 'direct']) {
    await server.request(admin(), 'PATCH', `/tables/${tableId}/fields/${ids[key]}`, { readers: ['auditor'] })
  }
  for (const ask of [set, preview]) {
    expect(problems(await ask(admin(), tableId, { site: null, emissions: ids['half'] }))).toEqual([
      'site cannot-read',
      'emissions cannot-read',
    ])
    expect(problems(await ask(admin(), tableId, { month: ids['plant'] }))).toEqual(['month not-found'])
  }
  // what is computed of it is hidden: the preview of another role says nothing of it
  const asked = await preview(admin(), tableId, { month: ids['period'] })
  expect(asked.body.cycles[0]).toMatchObject({ co2e_kg: null, without: { emissions: 0 } })
})

test('a locked cycle keeps what the fields stood for, its totals to the bit, and the fields that they need', async () => {
  const { tenantId, lockedCycleId: cycleId } = server.one
  const { tableId, ids } = await handMade('Locked')
  const fields: { key: string; ordinal: number }[] = await server.database.owner('fields').where({ table_id: tableId })
  const ordinal = (key: string): number => fields.find((field) => field.key === key)!.ordinal
  const seed = encodeSeed(['lockedrow'], [ordinal('plant'), ordinal('direct')], (_, at) => (at === 0 ? 'oslo' : 0.1))
  const cycle = server.database.owner('cycles').where({ id: cycleId })
  await cycle.clone().update({ status: 'open' })
  await set(admin(), tableId, { site: ids['plant'], emissions: ids['result'] })
  await cycle.clone().update({ status: 'locked' })
  await inTenant(server.database.db, tenantId, (trx) => createSheetDocument(trx, { tenantId, tableId, cycleId, seed }))
  const before = await totals(cycleId)
  expect(before.by_site).toContainEqual(expect.objectContaining({ name: 'Oslo', co2e_kg: 0.2 }))

  await set(admin(), tableId, { site: null, emissions: ids['half'] })
  expect(await totals(cycleId)).toEqual(before)
  const { body } = await server.request(admin(), 'GET', `/sheets?table_id=${tableId}&cycle_id=${cycleId}`)
  const roles = body.table.fields.map(({ key, role }: { key: string; role: string | null }) => [key, role])
  expect(roles).toContainEqual(['result', 'emissions'])
  expect(roles).toContainEqual(['half', null])
  for (const key of ['plant', 'result']) {
    const refused = await server.request(admin(), 'DELETE', `/tables/${tableId}/fields/${ids[key]}`)
    expect([key, problems(refused)]).toEqual([key, ['key in-locked-cycle']])
  }
  expect(await totals(cycleId)).toEqual(before)
  expect((await proveAll(server.database.ownerUrl, 'check')).problems).toEqual([])
})
