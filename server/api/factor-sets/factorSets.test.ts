import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { factorOf, GWP } from '#formulas/testing/context.ts'
import { TEMPLATE_HEADINGS } from '#shared/emissions/factorSet.ts'
import type { FactorSetDetailReply, FactorSetPreviewReply } from '#shared/api/factorSets.ts'
import type { Field } from '#shared/fields/field.ts'
import { formulaContext, loadSheetSchema } from '#server/emissions/sheetSchema.ts'
import { packStream } from '#server/packs/packStream.ts'
import { EditablePack } from '#server/packs/testing/EditablePack.ts'
import { verifyPack } from '#server/packs/verifyPack.ts'
import { aibSheet, desnzRowsOf, desnzSheet, greenESheet } from '#server/factors/sets/testing/files.ts'
import { setTemplate } from '#server/factors/sets/setTemplate.ts'
import { readWorkbook } from '#server/reading/readWorkbook.ts'
import { READING_LIMITS } from '#server/reading/readingLimits.ts'
import { writeWorkbook } from '#server/reading/testing/writeWorkbook.ts'
import { freezeCycle } from '#server/runs/freezeCycle.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import { startTestServer, type Reply, type TestServer } from '#server/testing/testServer.ts'

const POINTING = {
  id: 'f',
  key: 'source',
  ordinal: 9,
  name: 'Source',
  type: 'factor',
  unit: 'kWh',
  options: [],
  required: false,
  formula: null,
  role: null,
  readers: null,
  writers: null,
} as const satisfies Field

type Who = keyof TestServer['one']['people']

let server: TestServer

const call = (who: Who, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.one.people[who], method, path, body)
const ofTwo = (method: string, path: string, body?: unknown): Promise<Reply> =>
  server.request(server.two.people.admin, method, path, body)
const send = (email: string | null, content: string | Uint8Array, name: string): Promise<Reply> =>
  server.request(email, 'POST', `/factor_sets?name=${encodeURIComponent(name)}`, content, {
    'content-type': 'application/octet-stream',
  })
const problems = ({ body }: Reply): string[] =>
  body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)

let made = 0
/** Never the same bytes twice. */
const csv = (rows = 'Steel,kg,2.1,DE\nCopper,kg,3.5,DE'): string =>
  `Name,Unit,CO2e,Region\n${rows}\n${'\n'.repeat(++made)}`

async function bring(
  content: string | Uint8Array,
  name: string,
  who: Who = 'data_owner',
): Promise<FactorSetDetailReply> {
  const reply = await send(server.one.people[who], content, name)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
async function say(set: FactorSetDetailReply, body: object, who: Who = 'data_owner'): Promise<FactorSetDetailReply> {
  const reply = await call(who, 'PATCH', `/factor_sets/${set.id}`, body)
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
const look = async ({ id }: { id: string }): Promise<FactorSetPreviewReply> =>
  (await call('data_owner', 'GET', `/factor_sets/${id}/preview`)).body
const take = (set: { id: string }, rejected: number, who: Who = 'data_owner'): Promise<Reply> =>
  call(who, 'POST', `/factor_sets/${set.id}/import`, { rejected })
const move = (who: Who, { id }: { id: string }, status: string, reason = ''): Promise<Reply> =>
  call(who, 'POST', `/factor_sets/${id}/status`, { status, reason })

const OWN = { publisher: 'Metal works', title: 'Supplier factors', edition: '2025', year: 2025 }

/** Brought, taken in and approved. */
async function approved(
  content: string | Uint8Array,
  name: string,
  details: object = OWN,
): Promise<FactorSetDetailReply> {
  const set = await say(await bring(content, name), details)
  const { counts } = await look(set)
  expect(await take(set, counts.rejected)).toMatchObject({ status: 200 })
  const reply = await move('admin', set, 'approved')
  expect(reply).toMatchObject({ status: 200 })
  return reply.body
}
const found = async (search: string, who: Who = 'viewer') =>
  (await call(who, 'GET', `/factors?search=${encodeURIComponent(search)}`)).body.data as {
    id: string
    status: string
    factor_set: { edition: string }
    co2e_kg: number
  }[]
const rowsPath = (): string => `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
async function write(values: object): Promise<string> {
  const reply = await call('admin', 'POST', rowsPath(), { rows: [{ values }] })
  expect(reply.body.rejected).toEqual([])
  return reply.body.accepted[0].id
}
const emitted = async (row: string): Promise<unknown> =>
  (await call('viewer', 'GET', rowsPath())).body.data.find(({ id }: { id: string }) => id === row).computed.emitted

beforeAll(async () => {
  server = await startTestServer()
  const { owner } = server.database
  await insertGwps(owner, 'AR5', GWP.AR5)
  await insertGwps(owner, 'AR6', GWP.AR6)
  const butane = factorOf('desnz24.1_100_1000_15', 't', { CO2: 3000 }, { name: 'Butane', year: 2024, geography: 'GB' })
  const gone = factorOf('desnz24.1_100_9999_15', 't', { CO2: 1 }, { name: 'Town gas', year: 2024, geography: 'GB' })
  await insertFactors(owner, [butane, gone])
  await owner('factor_sets').update({ year: 2024 })
  const fields = `/tables/${server.one.tableId}/fields`
  await call('admin', 'POST', fields, { name: 'Source', type: 'factor', unit: 'kWh' })
  const formula = 'quantity * factor(source, "CO2e")'
  await call('admin', 'POST', fields, { name: 'Emitted', type: 'formula', unit: 'kgCO2e', formula })
})
afterAll(() => server.close())

test('a table is brought, looked at, taken in and approved by another person; then it is searched and computed with', async () => {
  const content = csv('Zinc bath,kWh,2.5,DE\nZinc wire,kg,x,DE')
  const set = await bring(content, '../zinc.csv')
  expect(set).toMatchObject({
    status: 'uploaded',
    publisher: '',
    year: null,
    version: 1,
    file: { name: 'zinc.csv', sha256: createHash('sha256').update(content).digest('hex') },
    factors: null,
    reading: { layout: 'table', sheet: 'zinc', header_row: 1, columns: { name: 1, unit: 2, co2e: 3, geography: 4 } },
    actions: ['edit', 'import', 'discard'],
    steps: [{ step: 'create' }],
  })
  expect(set.sheets[0]!.head[1]).toEqual(['Zinc bath', 'kWh', '2.5', 'DE'])
  const early = await call('data_owner', 'GET', `/factor_sets/${set.id}/preview`)
  expect([early.status, problems(early)]).toEqual([
    422,
    ['publisher required', 'title required', 'edition required', 'year required'],
  ])
  await say(set, OWN)
  expect(await look(set)).toMatchObject({
    against: null,
    counts: { added: 1, changed: 0, unchanged: 0, missing: 0, rejected: 1, unusable: 0 },
    added: [{ name: 'Zinc bath', unit: 'kWh', geography: 'DE', reference: 'zinc A2, B2, C2, D2', co2e_kg: 2.5 }],
    rejected: [
      { sheet: 'zinc', row: 3, cell: 'C3', reason: 'not-a-number', says: expect.any(String), rows: [], before: null },
    ],
  })
  const unseen = await take(set, 0)
  expect([unseen.status, problems(unseen)]).toEqual([409, ['rejected changed-meanwhile']])
  expect((await take(set, 1)).body).toMatchObject({ status: 'draft', factors: 1, rejected: 1, actions: ['discard'] })

  const [draft] = await found('zinc bath')
  expect(draft).toMatchObject({ status: 'draft', id: expect.stringMatching(/^set[.][0-9a-f]{12}[.]zinc-bath-kwh-de$/) })
  const row = await write({ note: 'a', quantity: 10, source: draft!.id })
  expect(await emitted(row)).toEqual({ error: { code: 'not-approved', message: expect.any(String) } })
  const own = await move('data_owner', set, 'approved')
  expect(own.status).toBe(403)
  expect((await move('admin', set, 'approved')).body).toMatchObject({ status: 'approved', actions: ['retire'] })
  expect(await emitted(row)).toBe(25)
  const detail = (await call('viewer', 'GET', `/factors/${draft!.id}`)).body
  expect(detail).toMatchObject({
    factor_set: { publisher: 'Metal works', title: 'Supplier factors', edition: '2025' },
    table: 'zinc',
    row: 'A2, B2, C2, D2',
    published: { file: 'zinc.csv', file_sha256: set.file.sha256, sheet: 'zinc', row: 2, co2e: '2.5' },
    uses: [{ rows: 1 }],
    custom: null,
  })
  // what a run seals and a pack carries
  const { tenantId, openCycleId } = server.one
  const frozen = await inTenant(server.database.db, tenantId, (trx) => freezeCycle(trx, openCycleId))
  expect(frozen.factors).toMatchObject([
    { id: draft!.id, co2eOnlyKg: 2.5, publisher: 'Metal works', edition: '2025', table: 'zinc', row: 'A2, B2, C2, D2' },
  ])
  const reasonless = await move('admin', set, 'retired')
  expect(problems(reasonless)).toEqual(['reason required'])
  expect((await move('admin', set, 'retired', 'The supplier took it back.')).status).toBe(200)
  expect(await emitted(row)).toMatchObject({ error: { code: 'not-approved' } })
})

test('who brought a set does not approve it, an administrator neither; the database holds to that too', async () => {
  const set = await say(await bring(csv(), 'own.csv', 'admin'), { ...OWN, title: 'By an administrator' }, 'admin')
  expect((await take(set, 0, 'admin')).status).toBe(200)
  const refused = await move('admin', set, 'approved')
  expect([refused.status, problems(refused)]).toEqual([409, ['status own-work']])
  const { owner } = server.database
  const [{ created_by: by }] = await owner('custom_factor_sets').where({ id: set.id }).select('created_by')
  const forced = owner('custom_factor_sets').where({ id: set.id }).update({ status: 'approved', approved_by: by })
  await expect(forced).rejects.toThrow(/check constraint/)
})

test('an approved set and its factors never change, whoever asks', async () => {
  const set = await approved(csv(), 'kept.csv', { ...OWN, title: 'Kept' })
  const tries = [
    await call('admin', 'PATCH', `/factor_sets/${set.id}`, { edition: 'x' }),
    await take(set, 0, 'admin'),
    await call('admin', 'DELETE', `/factor_sets/${set.id}`),
  ]
  expect(tries.map((reply) => [reply.status, ...problems(reply)])).toEqual(
    tries.map(() => [409, 'status wrong-status']),
  )
  const { owner } = server.database
  await expect(owner('custom_factor_sets').where({ id: set.id }).update({ edition: 'x' })).rejects.toThrow(
    /does not change/,
  )
  await expect(owner('custom_factor_sets').where({ id: set.id }).delete()).rejects.toThrow(/is kept/)
  const [factor] = await owner('custom_set_factors').where({ set_id: set.id })
  await expect(owner('custom_set_factors').update({ name: 'x' }).where({ id: factor.id })).rejects.toThrow(
    /a draft only/,
  )
})

test('[GOTCHA 16] a corrected edition is compared row by row and supersedes; what became blank is not offered any more', async () => {
  const edition = { title: 'Corrected', publisher: 'DESNZ', year: 2025 }
  const book = (butane: number | null, more: Parameters<typeof desnzSheet>[1] = []) =>
    writeWorkbook([desnzSheet(2025, [...desnzRowsOf({ butane }), ...more])])
  const wrongZero = ['1_1_1_1_1', 'Scope 1', 'Fuels', 'Gas', 'Wrong zero', null, null, 'kWh', 'kg CO2e', 0]
  const v1 = await book(3033.380_67, [wrongZero])
  const first = await say(await bring(v1, 'flat-v1.xlsx'), {
    ...edition,
    edition: 'v1',
  })
  expect(first).toMatchObject({ reading: { layout: 'desnz' }, licence: expect.stringContaining('Open Government') })
  const before = await look(first)
  // the edition of the year before is that of the library
  expect(before).toMatchObject({
    against: { edition: '1' },
    counts: { added: 6, changed: 1, unchanged: 0, missing: 1 },
  })
  expect(before.changed).toMatchObject([{ name: 'Gaseous fuels / Butane', before_co2e_kg: 3000 }])
  expect(before.missing).toMatchObject([{ name: 'Town gas' }])
  expect((await take(first, before.counts.rejected)).status).toBe(200)
  expect((await move('admin', first, 'approved')).status).toBe(200)

  const [field] = await server.database.owner('fields').where({ key: 'source' })
  const targets = `/tables/${server.one.tableId}/fields/${field.id}/targets?cycle_id=${server.one.openCycleId}`
  const offered = async (): Promise<unknown[]> =>
    (await call('admin', 'GET', `${targets}&search=wrong%20zero`)).body.data
  expect(await offered()).toHaveLength(1)

  const again = await say(await bring(v1, 'again.xlsx'), {
    ...edition,
    edition: 'v1',
  })
  const refused = await take(again, before.counts.rejected)
  expect([refused.status, problems(refused)]).toEqual([409, ['file taken']])

  const blank = [...wrongZero.slice(0, -1), null] as typeof wrongZero
  const second = await say(await bring(await book(3100, [blank]), 'flat-v1-2.xlsx'), { ...edition, edition: 'v1.2' })
  const after = await look(second)
  expect(after).toMatchObject({
    against: { edition: 'v1' },
    counts: { added: 0, changed: 1, unchanged: 5, missing: 1 },
  })
  expect(after.missing).toMatchObject([{ name: 'Gas / Wrong zero' }])
  expect((await take(second, after.counts.rejected)).body).toMatchObject({ version: 2 })
  const third = await say(await bring(await book(3200), 'flat-v2.xlsx'), { ...edition, edition: 'v2' })
  expect(problems(await take(third, (await look(third)).counts.rejected))).toEqual(['edition taken'])
  expect((await move('admin', second, 'approved')).status).toBe(200)

  const editions = (await found('butane')).filter(({ status }) => status === 'approved')
  const [older] = editions.filter((one) => one.factor_set.edition === 'v1')
  const detail = (await call('viewer', 'GET', `/factors/${older!.id}`)).body
  expect(detail.superseded_by).toBe(editions.find((one) => one.factor_set.edition === 'v1.2')!.id)
  expect(detail.editions.map((one: { factor_set: { edition: string } }) => one.factor_set.edition)).toEqual([
    '1',
    'v1',
    'v1.2',
  ])
  expect(await offered()).toEqual([])
})

test('a row that is per another kind of unit than in the edition before is refused', async () => {
  const table = (unit: string) => `ID,Name,Unit,CO2e,Region\nz1,Zinc,${unit},2,DE\nz2,Tin,kg,2,DE\n`
  await approved(table('kg'), 'units.csv', { ...OWN, title: 'Units' })
  const next = await say(await bring(table('L'), 'units-2.csv'), {
    ...OWN,
    title: 'Units',
    edition: '2026',
    year: 2026,
  })
  expect((await look(next)).rejected).toMatchObject([
    { row: 2, reason: 'unit-mismatch', says: 'L', before: { unit: 'kg', edition: OWN.edition } },
  ])
  const same = await say(await bring(table('t').replace('t,2,DE', 't,2000,DE'), 'units-3.csv'), {
    ...OWN,
    title: 'Units',
    edition: '2027',
    year: 2027,
  })
  expect((await look(same)).counts).toMatchObject({ unchanged: 2, changed: 0, rejected: 0 })
})

test('residual mixes are stated as instruments state them, and are never the factor of a row', async () => {
  await approved(await writeWorkbook([greenESheet()]), 'green-e 2024.xlsx', { licence: 'Copyright CRS' })
  await approved(await writeWorkbook([aibSheet()]), 'aib.xlsx', {})
  const mixes = (await call('viewer', 'GET', '/residual_mixes')).body.data
  expect(mixes.map((one: { market: string }) => one.market)).toEqual(['DE', 'NO', 'US-eGRID-CAMX', 'US-eGRID-RFCW'])
  expect(mixes[0]).toMatchObject({
    rates: { CO2: expect.closeTo(724.38, 9) },
    rate_unit: 'kg/MWh',
    rate_gwp: null,
    year: 2024,
  })
  expect(mixes[2]).toMatchObject({ rates: { CO2e: expect.closeTo(520.5 * 0.453_592_37, 9) }, rate_gwp: 'AR5' })
  const { rates, rate_unit, rate_gwp, market, name, evidence } = mixes[2]
  const period = { vintage_from: '2024-01-01', vintage_to: '2024-12-31' }
  const instrument = { type: 'residual_mix', name, market, rates, rate_unit, rate_gwp, evidence, ...period }
  expect((await call('admin', 'POST', '/instruments', instrument)).status).toBe(200)
  const asked = 'activity=electricity&unit=kWh&country=US&grid_region=CAMX&factor_year=2024'
  const suggested = (await call('viewer', 'GET', `/factors/suggestions?${asked}`)).body
  expect(suggested.chosen).toBeNull()
  const [offered] = (await found('CAMX residual')).slice(0, 1)
  expect((await call('viewer', 'GET', `/factors/${offered!.id}`)).body).toMatchObject({
    normalised: { marketOnly: true },
  })
})

test('how sure a table says that its factors are, is their quality from the approval on', async () => {
  await approved('Name,Unit,CO2e,Region,Uncertainty %\nLead,kg,1.5,DE,12 %\n', 'lead.csv', { ...OWN, title: 'Lead' })
  const [lead] = await found('lead')
  expect((await call('viewer', 'GET', `/factors/${lead!.id}/quality`)).body).toMatchObject({ range_percent: 12 })
})

test('files that are no tables are refused with the reason, and nothing is there of them', async () => {
  const admin = server.one.people.admin
  const before = (await call('admin', 'GET', '/factor_sets')).body.data.length
  const tries = [
    await send(admin, 'a,b', 'a.xlsx'),
    await send(admin, '%PDF', 'a.pdf'),
    await send(admin, Buffer.from('504b0304000000', 'hex'), 'a.xlsx'),
    await send(admin, 'only a line', 'a.csv'),
    await send(admin, Buffer.from([0x4b, 0xe4, 0x0a]), 'a.csv'),
  ]
  expect(tries.map((reply) => [reply.status, ...problems(reply)])).toEqual([
    [422, 'file wrong-kind-of-file'],
    [422, 'file wrong-kind-of-file'],
    [422, 'file broken-file'],
    [422, 'file wrong-layout'],
    [422, 'file wrong-kind-of-file'],
  ])
  expect((await send(admin, '', 'a.csv')).status).toBe(400)
  expect((await call('admin', 'GET', '/factor_sets')).body.data).toHaveLength(before)
})

test('who enters data brings sets, who reads does not; another company sees nothing of them', async () => {
  const set = await approved(csv('Secret alloy,kg,1,DE'), 'secret.csv', { ...OWN, title: 'Secret' })
  expect((await send(server.one.people.viewer, csv(), 'a.csv')).status).toBe(403)
  expect((await send(server.one.people.auditor, csv(), 'a.csv')).status).toBe(403)
  expect((await send(null, csv(), 'a.csv')).status).toBe(401)
  const open = await bring(csv(), 'open.csv')
  expect((await call('viewer', 'PATCH', `/factor_sets/${open.id}`, { edition: 'x' })).status).toBe(403)
  expect((await take(open, 0, 'viewer')).status).toBe(403)
  expect((await call('viewer', 'DELETE', `/factor_sets/${open.id}`)).status).toBe(403)
  expect((await move('viewer', open, 'approved')).status).toBe(403)
  expect((await call('viewer', 'GET', `/factor_sets/${open.id}`)).body.actions).toEqual([])

  const [alloy] = await found('secret alloy')
  const strangers = [
    await ofTwo('GET', `/factor_sets/${set.id}`),
    await ofTwo('GET', `/factor_sets/${set.id}/preview`),
    await ofTwo('GET', `/factor_sets/${set.id}/file`),
    await ofTwo('PATCH', `/factor_sets/${set.id}`, { edition: 'x' }),
    await ofTwo('POST', `/factor_sets/${set.id}/import`, { rejected: 0 }),
    await ofTwo('POST', `/factor_sets/${set.id}/status`, { status: 'retired', reason: 'x' }),
    await ofTwo('DELETE', `/factor_sets/${set.id}`),
    await ofTwo('GET', `/factors/${alloy!.id}`),
  ]
  expect(strangers.map(({ status }) => status)).toEqual(strangers.map(() => 404))
  expect((await ofTwo('GET', '/factors?search=alloy')).body.data).toEqual([])
  expect((await ofTwo('GET', '/factor_sets')).body.data).toEqual([])
  const seen = await inTenant(server.database.db, server.two.tenantId, (trx) => trx('custom_set_factors').select('id'))
  expect(seen).toEqual([])
})

test('a set is discarded with its factors before it is approved; its file is as it was brought, and the log says all', async () => {
  const content = csv('Bronze,kg,1,DE')
  const set = await say(await bring(content, 'bronze.csv'), { ...OWN, title: 'Bronze' })
  expect(await bring(content, 'bronze.csv')).toMatchObject({ id: set.id })
  const file = await call('viewer', 'GET', `/factor_sets/${set.id}/file`)
  expect([file.body, file.headers.get('content-disposition')]).toEqual([content, 'attachment; filename="bronze.csv"'])
  await take(set, 0)
  expect((await call('data_owner', 'DELETE', `/factor_sets/${set.id}`)).status).toBe(204)
  expect(await found('bronze')).toEqual([])
  const log = await server.database.owner('audit_log').where({ subject_id: set.id }).orderBy('id')
  expect(log.map(({ action }: { action: string }) => action)).toEqual([
    'factor_set.create',
    'factor_set.change',
    'factor_set.import',
    'factor_set.discard',
  ])
})

test('the template is recognised as it is', async () => {
  const { body } = await call('data_owner', 'GET', '/factor_set_template')
  const filled = await bring(`${body}a,Iron,Metals,kg,1.5,,,,,,AR6,DE,2025,3,,5,p. 1\n`, 'template.csv')
  expect(Object.values(filled.reading.columns).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 17 }, (_, at) => at + 1),
  )
  await say(filled, { ...OWN, title: 'Template' })
  expect((await look(filled)).counts).toMatchObject({ added: 1, rejected: 0 })
})

test('the template is a workbook too, recognised as it is', async () => {
  const { body, headers } = await call('data_owner', 'GET', '/factor_set_template?format=xlsx')
  expect(headers.get('content-disposition')).toBe('attachment; filename="factors.xlsx"')
  expect(body).toContain('PK')
  const book = await readWorkbook(await setTemplate('xlsx'), READING_LIMITS, 'trimmed')
  expect(book.sheets).toEqual([{ name: 'Factors', rows: [Object.values(TEMPLATE_HEADINGS)] }])
  const filled = [
    Object.values(TEMPLATE_HEADINGS),
    ['a', 'Tin', 'Metals', 'kg', 1.5, null, null, null, null, null, 'AR6', 'DE', 2025, 3],
  ]
  const set = await bring(await writeWorkbook([{ name: 'Factors', rows: filled }]), 'template.xlsx')
  await say(set, { ...OWN, title: 'Template as a workbook' })
  expect((await look(set)).counts).toMatchObject({ added: 1, rejected: 0 })
  expect((await call('data_owner', 'GET', '/factor_set_template?format=pdf')).status).toBe(422)
})

test('formulas read what was brought once, whichever sheet opens, and again when a set is another', async () => {
  const { tenantId, tableId, openCycleId } = server.one
  await approved(csv('Read once,kWh,1,DE'), 'once.csv', { ...OWN, title: 'Once' })
  /** How many factors the database hands out while a schema is loaded, and whether the named one is known with it. */
  const read = (cycleId: string, id: string): Promise<[number, string | null]> =>
    inTenant(server.database.db, tenantId, async (trx) => {
      let rows = 0
      trx.on('query-response', (found: unknown, { sql }: { sql: string }) => {
        rows += /library_factors/.test(sql) && Array.isArray(found) ? found.length : 0
      })
      const schema = await loadSheetSchema(trx, tableId, cycleId)
      const factor = schema!.context.factors.get(id)
      return [rows, factor === undefined ? null : (factor.approval ?? 'approved')]
    })
  const [once] = await found('read once')
  const cycle = { name: 'Read', starts_on: '2027-01-01', ends_on: '2027-12-31', gwp_set: 'AR6', factor_year: 2025 }
  const { id: other } = (await call('admin', 'POST', `/projects/${server.one.projectId}/cycles`, cycle)).body
  await read(openCycleId, once!.id)
  expect([await read(openCycleId, once!.id), await read(other, once!.id)]).toEqual([
    [0, 'approved'],
    [0, 'approved'],
  ])
  const draft = await say(await bring(csv('Read twice,kWh,1,DE'), 'twice.csv'), { ...OWN, title: 'Twice' })
  await take(draft, 0)
  const [twice] = await found('read twice')
  expect(await read(openCycleId, twice!.id)).toEqual([expect.any(Number), 'draft'])
  await move('admin', draft, 'approved')
  const [rows, status] = await read(openCycleId, twice!.id)
  expect([rows > 1, status]).toEqual([true, 'approved'])
  expect(await read(other, twice!.id)).toEqual([0, 'approved'])
  await move('admin', draft, 'retired', 'To see')
  expect((await read(openCycleId, twice!.id))[1]).toBe('retired')
  // another company knows nothing of it
  const theirs = await inTenant(server.database.db, server.two.tenantId, (trx) =>
    formulaContext(trx, [POINTING], { gwpSet: 'AR6', factorYear: 2025, factorsAs: 'now' }),
  )
  expect([theirs.factors.has(twice!.id), theirs.factors.has('desnz24.1_100_1000_15')]).toEqual([false, true])
})

test('a cycle that is computed with a brought set and a brought residual mix is locked, and its pack is verified after all of it was retired', async () => {
  const { tenantId, moduleId, tableId, projectId } = server.one
  const { owner } = server.database
  await owner('modules').where({ id: moduleId }).update({ scope: 2 })
  await owner('fields')
    .where({ table_id: tableId, key: 'emitted' })
    .update({ role: 'emissions', updated_at: new Date() })
  const grid = await approved(csv('Grid of the works,kWh,0.4,DE'), 'grid.csv', { ...OWN, title: 'Grid', year: 2024 })
  const mixes = await approved(await writeWorkbook([aibSheet()]), 'aib again.xlsx', { title: 'Mixes of the works' })
  const [factor] = await found('grid of the works')
  const period = { starts_on: '2024-01-01', ends_on: '2024-12-31' }
  const body = { name: 'Brought', ...period, gwp_set: 'AR6', factor_year: 2024 }
  const { id } = (await call('admin', 'POST', `/projects/${projectId}/cycles`, body)).body
  const values = { site: 'lyon', month: '2024-01', quantity: 2000, source: factor!.id }
  const written = await call('admin', 'POST', `/tables/${tableId}/rows?cycle_id=${id}`, { rows: [{ values }] })
  expect(written.body.rejected).toEqual([])
  const mix = (await call('admin', 'GET', '/residual_mixes')).body.data.find(
    (one: { market: string; id: string }) => one.market === 'DE',
  )
  const { rates, rate_unit, rate_gwp, market, name, evidence } = mix
  const vintage = { vintage_from: '2024-01-01', vintage_to: '2024-12-31' }
  const stated = { type: 'residual_mix', name, market, rates, rate_unit, rate_gwp, evidence, ...vintage }
  const instrument = (await call('admin', 'POST', '/instruments', stated)).body
  const allocated = await call('admin', 'POST', `/instruments/${instrument.id}/allocations`, {
    cycle_id: id,
    site: null,
  })
  expect(allocated.status).toBe(200)
  expect((await call('auditor', 'GET', `/cycles/${id}/emissions`)).body.scope_2).toEqual({
    location_based_kg: expect.closeTo(800, 9),
    market_based_kg: expect.closeTo(2 * 724.38, 9),
  })

  const locked = await call('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })
  expect(locked.body).toMatchObject({ status: 'locked' })
  const pack = async (): Promise<EditablePack> =>
    inTenant(server.database.db, tenantId, async (trx) => {
      const parts: Buffer[] = []
      for await (const part of packStream(trx, id)) {
        parts.push(part)
      }
      return EditablePack.read(Buffer.concat(parts))
    })
  const before = await pack()
  for (const set of [grid, mixes]) {
    expect((await move('admin', set, 'retired', 'Taken back by its publisher.')).status).toBe(200)
  }
  expect((await call('auditor', 'POST', `/cycles/${id}/verification`)).body).toMatchObject({ equal: true, factors: 1 })
  const after = await pack()
  expect(after.archive).toEqual(before.archive)
  expect(await verifyPack(after.open)).toMatchObject({ rows: 1, factors: 1, co2eKg: 800 })
  expect(after.records('factors.ndjson')).toMatchObject([
    { id: factor!.id, co2eOnlyKg: 0.4, publisher: 'Metal works', edition: '2025', row: 'A2, B2, C2, D2' },
  ])
  expect(after.records('instruments.ndjson')).toMatchObject([
    { type: 'residual_mix', rates: { CO2: expect.closeTo(724.38, 9) } },
  ])
  const forged = after.with({ file: 'instruments.ndjson', line: 0, path: ['rates', 'CO2'] }, () => 600).forged()
  await expect(verifyPack(forged.open)).rejects.toMatchObject({ place: { file: 'totals.ndjson', row: 'market_based' } })
})
