import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Reply, startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

let server: TestServer
let files: string
let invoices: string

beforeAll(async () => {
  server = await startTestServer()
  files = await addField('Files')
  invoices = await addField('Invoices', ['admin', 'auditor'])
})
afterAll(() => server.close())

type Person = keyof TestServer['one']['people']

/** A field for files; returns its key. */
async function addField(name: string, readers?: readonly string[]): Promise<string> {
  const { one } = server
  const path = `/tables/${one.tableId}/fields`
  const { status, body } = await server.request(one.people.admin, 'POST', path, { name, type: 'evidence' })
  expect(status).toBe(200)
  if (readers !== undefined) {
    const reply = await server.request(one.people.admin, 'PATCH', `${path}/${body.id}`, { readers })
    expect(reply.status).toBe(200)
  }
  return body.key
}

interface Upload {
  field?: string
  name?: string
  content?: string
  cycleId?: string
  tenant?: TestServer['one']
  headers?: Record<string, string>
}

function upload(email: string | null, options: Upload = {}): Promise<Reply> {
  const { field = files, name = 'meter.pdf', content = '%PDF-1.7 reading', tenant = server.one, headers } = options
  const query = new URLSearchParams({ cycle_id: options.cycleId ?? tenant.openCycleId, field, name })
  const path = `/tables/${tenant.tableId}/evidence?${query.toString()}`
  return server.request(email, 'POST', path, content, { 'content-type': 'application/octet-stream', ...headers })
}

const by = (person: Person): string => server.one.people[person]

async function rowWith(values: object): Promise<string> {
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  const { body } = await server.request(by('admin'), 'POST', path, { rows: [{ values }] })
  expect(body.rejected).toEqual([])
  return body.accepted[0].id
}

const listed = (email: string | null, row: string, cycleId = server.one.openCycleId): Promise<Reply> =>
  server.request(email, 'GET', `/tables/${server.one.tableId}/rows/${row}/evidence?cycle_id=${cycleId}`)

const download = (email: string | null, row: string, id: string): Promise<Reply> =>
  server.request(
    email,
    'GET',
    `/tables/${server.one.tableId}/rows/${row}/evidence/${id}?cycle_id=${server.one.openCycleId}`,
  )

/** Names of everything on the disk, half files too. */
const stored = async (): Promise<string[]> =>
  (await readdir(server.filesFolder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

test('a file is uploaded, attached, listed and downloaded; sent again it is the same one, and its bytes are there once', async () => {
  const before = (await stored()).length
  const first = await upload(by('data_owner'), { name: '../../Räkning "1".pdf', content: '%PDF-1.7 bytes' })
  const again = await upload(by('data_owner'), { name: '../../Räkning "1".pdf', content: '%PDF-1.7 bytes' })
  const others = await upload(by('admin'), { name: 'copy.pdf', content: '%PDF-1.7 bytes' })
  expect(first.body).toEqual({
    id: expect.any(String),
    field: files,
    name: 'Räkning _1_.pdf',
    media_type: 'application/pdf',
    size_bytes: 14,
    uploaded_by: { id: expect.any(String), name: `Person ${by('data_owner')}` },
    uploaded_at: expect.any(String),
  })
  expect(again.body).toEqual(first.body)
  expect(others.body.id).not.toBe(first.body.id)
  expect(await stored()).toHaveLength(before + 1)

  const row = await rowWith({ [files]: [first.body.id] })
  const list = await listed(by('viewer'), row)
  expect(list.body).toEqual({ data: [first.body], max_bytes: 1 << 20 })
  const file = await download(by('viewer'), row, first.body.id)
  expect([file.status, file.body]).toEqual([200, '%PDF-1.7 bytes'])
})

test('a browser saves what it gets, and never runs it in our place', async () => {
  const { body } = await upload(by('data_owner'), { name: 'page.html', content: '<script>alert(1)</script>' })
  const row = await rowWith({ [files]: [body.id] })
  const { headers } = await download(by('viewer'), row, body.id)
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('content-disposition')).toBe('attachment; filename="page.html"')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
})

test('who may write the cell uploads; to nobody, another company and who may not see the field it does not exist', async () => {
  const before = await stored()
  const content = 'not for you'
  const tries = await Promise.all([
    upload(null, { content }),
    upload(server.two.people.admin, { content }),
    upload(by('viewer'), { content }),
    upload(by('auditor'), { content, field: invoices }),
    upload(by('data_owner'), { content, field: invoices }),
    upload(by('admin'), { content, field: 'note' }),
    upload(by('admin'), { content, field: 'no_such' }),
    upload(by('admin'), { content, cycleId: server.one.lockedCycleId }),
    upload(by('viewer'), { content, cycleId: server.one.lockedCycleId }),
    upload(by('admin'), { content, cycleId: crypto.randomUUID() }),
    upload(by('admin'), { content: '' }),
    upload(by('admin'), { content, name: '' }),
    upload(by('admin'), { content, name: 'a\0b' }),
    upload(by('admin'), { content, headers: { 'content-encoding': 'gzip' } }),
    upload(by('admin'), { content: 'x'.repeat((1 << 20) + 1) }),
  ])
  expect(tries.map(({ status }) => status)).toEqual([
    401, 404, 403, 403, 422, 422, 422, 409, 403, 404, 400, 422, 422, 400, 413,
  ])
  const [hidden, missing] = [tries[4]!, tries[6]!].map(({ body }) => body.errors[0])
  expect(hidden).toEqual({ ...missing, message: missing.message.replace('no_such', invoices) })
  expect(await stored()).toEqual(before)
})

test('a file is read by those who read its cell; one in no cell yet only by who uploaded it; an id alone opens nothing', async () => {
  const mine = (await upload(by('admin'), { content: 'mine' })).body.id
  const hidden = (await upload(by('admin'), { field: invoices, content: 'hidden' })).body.id
  const [empty, held] = [await rowWith({ note: 'x' }), await rowWith({ [invoices]: [hidden] })]
  const status = async (person: Person, row: string, id: string): Promise<number> =>
    (await download(by(person), row, id)).status

  expect(await Promise.all([status('admin', empty, mine), status('data_owner', empty, mine)])).toEqual([200, 404])
  const people = ['admin', 'auditor', 'data_owner', 'viewer', 'moduleOwner'] as const
  expect(await Promise.all(people.map((person) => status(person, held, hidden)))).toEqual([200, 200, 404, 404, 404])
  const lists = await Promise.all(people.map(async (person) => (await listed(by(person), held)).body.data.length))
  expect(lists).toEqual([1, 1, 0, 0, 0])
  expect((await download(null, held, hidden)).status).toBe(401)
  expect((await download(server.two.people.admin, held, hidden)).status).toBe(404)
  expect((await listed(server.two.people.admin, held)).status).toBe(404)
  expect((await listed(null, held)).status).toBe(401)

  // Who knows the id writes it into a cell that they may write: it still is what its own field says.
  const stolen = await rowWith({ [files]: [hidden] })
  expect(await Promise.all([status('data_owner', stolen, hidden), status('viewer', stolen, hidden)])).toEqual([
    404, 404,
  ])
  expect((await listed(by('data_owner'), stolen)).body.data).toEqual([])
  expect(await status('viewer', empty, crypto.randomUUID())).toBe(404)
  expect(await status('viewer', empty, 'no-id' as never)).toBe(404)
})

test('a file that was taken out of its cell is kept: the history names it, and its readers still get it', async () => {
  const { id } = (await upload(by('data_owner'), { content: 'taken out' })).body
  const row = await rowWith({ [files]: [id] })
  const path = `/tables/${server.one.tableId}/rows?cycle_id=${server.one.openCycleId}`
  const reply = await server.request(by('admin'), 'POST', path, { rows: [{ id: row, values: { [files]: null } }] })
  expect(reply.body.accepted).toHaveLength(1)
  expect((await listed(by('viewer'), row)).body.data).toEqual([])
  expect((await download(by('viewer'), row, id)).body).toBe('taken out')
})

test('the log says that somebody uploaded a file, and nothing of what is in it or what it is called', async () => {
  const { id } = (await upload(by('admin'), { field: invoices, name: 'secret-name.pdf', content: 'logged' })).body
  const entries = await server.database
    .owner('audit_log')
    .where({ tenant_id: server.one.tenantId, subject_id: id })
    .select('*')
  expect(entries).toEqual([
    expect.objectContaining({ action: 'evidence.upload', after: { field_id: expect.any(String), size_bytes: 6 } }),
  ])
  expect(JSON.stringify(entries)).not.toContain('secret-name')
})

/** A raw upload that says it has so many bytes, sends these, and then does as `end` says. */
async function rawUpload(
  headers: Record<string, string>,
  bytes: string,
  end: 'end' | 'destroy',
): Promise<number | null> {
  const { one } = server
  const query = new URLSearchParams({ cycle_id: one.openCycleId, field: files, name: 'raw' })
  const token = await server.token(one.people.admin)
  return new Promise((resolve) => {
    const url = `${server.origin}/api/v1/tables/${one.tableId}/evidence?${query.toString()}`
    const sending = httpRequest(url, { method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` } })
    sending.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    sending.on('error', () => resolve(null))
    sending.write(bytes, () => setTimeout(() => (end === 'end' ? sending.end() : sending.destroy()), 100))
  })
}

test('an upload that breaks off, or is larger than it says, leaves nothing', async () => {
  const before = await stored()
  expect(await rawUpload({ 'content-length': '1000' }, 'half', 'destroy')).toBeNull()
  expect(await rawUpload({ 'transfer-encoding': 'chunked' }, 'y'.repeat((1 << 20) + 1), 'end')).toBe(413)
  await until(async () => JSON.stringify(await stored()) === JSON.stringify(before), 'nothing is left')
})
