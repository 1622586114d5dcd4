import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunReply } from '#shared/api/runs.ts'
import { EditablePack } from '#server/packs/testing/EditablePack.ts'
import { lockedCycle } from '#server/packs/testing/lockedCycle.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'

let server: TestServer
let cycle: { id: string; rowIds: string[] }
let folder: string

type Person = keyof TestServer['one']['people']

beforeAll(async () => {
  server = await startTestServer()
  cycle = await lockedCycle(server)
  folder = await mkdtemp(join(tmpdir(), 'carbonsheet-pack-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const as = (person: Person, method: string, path: string, body?: unknown) =>
  server.request(server.one.people[person], method, path, body)
const runsOf = async (person: Person): Promise<RunReply[]> =>
  (await as(person, 'GET', `/cycles/${cycle.id}/runs`)).body.data

async function download(person: Person): Promise<Buffer> {
  const authorization = `Bearer ${await server.token(server.one.people[person])}`
  const response = await fetch(`${server.origin}/api/v1/cycles/${cycle.id}/pack`, { headers: { authorization } })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/gzip'])
  return Buffer.from(await response.arrayBuffer())
}

/** The command as people run it, on a machine without a server. */
function carbonsheet(...words: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['server/packs/main.ts', ...words], { env: {} }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr })
    })
  })
}

test('a lock seals its run: who, when, the hash of the seal before, and totals for who may read everything', async () => {
  const [run, ...others] = await runsOf('admin')
  expect(others).toEqual([])
  expect(run).toMatchObject({
    root_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    totals: { rows: 4, co2e_kg: expect.any(Number), market_based_kg: expect.any(Number) },
    made_by: { name: `Person ${server.one.people.admin}` },
    seal: { sequence: 2, previous_hash: expect.stringMatching(/^[0-9a-f]{64}$/), sealed_later: false },
  })
  for (const person of ['viewer', 'data_owner', 'moduleOwner'] as const) {
    const [seen] = await runsOf(person)
    expect(seen).toEqual({ ...run, totals: null, seal: { ...run!.seal, unaccounted: null } })
  }
  const { body } = await as('auditor', 'GET', `/cycles/${server.one.openCycleId}/runs`)
  expect(body).toEqual({ data: [], may_take_pack: false, hidden_tables: [], may_run: true, job: null })
})

test('the pack is for administrators and auditors of the project who may read every field, and says why not', async () => {
  const statuses = async (): Promise<string[]> => {
    const found = []
    for (const person of ['admin', 'auditor', 'data_owner', 'viewer', 'moduleOwner'] as const) {
      const [pack, results, verified] = [
        await as(person, 'GET', `/cycles/${cycle.id}/pack`),
        await as(person, 'GET', `/runs/${(await runsOf('admin'))[0]!.id}/results`),
        await as(person, 'POST', `/cycles/${cycle.id}/verification`),
      ]
      expect([results.status, verified.status]).toEqual([pack.status, pack.status])
      found.push(`${person} ${pack.status}`)
    }
    return found
  }
  expect(await statuses()).toEqual(['admin 200', 'auditor 200', 'data_owner 403', 'viewer 403', 'moduleOwner 403'])
  const foreign = await server.request(server.two.people.admin, 'GET', `/cycles/${cycle.id}/pack`)
  expect(foreign.status).toBe(404)

  const field = (key: string) => server.database.owner('fields').where({ table_id: server.one.tableId, key })
  const narrow = (key: string, readers: string[] | null) => field(key).update({ readers, updated_at: new Date() })
  await narrow('price', ['data_owner'])
  expect((await as('auditor', 'GET', `/cycles/${cycle.id}/pack`)).status).toBe(200)
  await narrow('quantity', ['admin'])
  const refused = await as('auditor', 'GET', `/cycles/${cycle.id}/pack`)
  // the other table gathers from it
  const hidden = ['Purchased electricity, Fuel', 'Refrigerants, Leaks']
  expect([refused.status, refused.body.errors]).toEqual([
    403,
    hidden.map((table) => ({
      path: 'cycle',
      code: 'hidden-fields',
      message: `${table}: fields of it are hidden from you.`,
    })),
  ])
  const { body } = await as('auditor', 'GET', `/cycles/${cycle.id}/runs`)
  expect([body.may_take_pack, body.hidden_tables, body.data[0].totals]).toEqual([false, hidden, null])
  await narrow('quantity', null)
  expect((await as('admin', 'GET', `/cycles/${server.one.openCycleId}/pack`)).status).toBe(404)
})

test('results come row by row with their gases, in pages', async () => {
  const id = (await runsOf('admin'))[0]!.id
  const first = (await as('auditor', 'GET', `/runs/${id}/results?table_id=${server.one.tableId}&limit=2`)).body
  const rest = (
    await as('auditor', 'GET', `/runs/${id}/results?table_id=${server.one.tableId}&cursor=${first.next_cursor}`)
  ).body
  const rows = [...first.data, ...rest.data]
  expect(rows.map((row) => row.row_id).toSorted()).toEqual(cycle.rowIds.toSorted())
  expect(rows[0]).toMatchObject({
    scope: 2,
    s3_category: null,
    gases_kg: { CO2: expect.any(Number) },
    site: expect.any(String),
  })
})

test('the downloaded pack is verified by the command without a server; an altered, cut or foreign file is not', async () => {
  const archive = await download('auditor')
  const [{ seal }] = (await runsOf('auditor')) as [RunReply]
  const file = join(folder, 'pack.tar.gz')
  await writeFile(file, archive)
  const verified = await carbonsheet('verify', file, '--seal', seal!.seal_hash)
  expect(verified.said).toContain('4 rows were computed anew with 2 factors')
  expect(verified.said).toContain('It is the seal that you know.')
  expect(verified.code).toBe(0)

  const pack = await EditablePack.read(gunzipSync(archive))
  const results = 'results/stationary.fuel/00001.ndjson'
  const altered = pack.with({ file: results, line: 0, path: ['co2e_kg'] }, (kg) => Number(kg) - 0.001)
  await writeFile(file, altered.archive)
  const found = await carbonsheet('verify', file)
  expect(found.said).toBe(`NOT VERIFIED. The first difference:
  file: ${results}
  row: ${pack.records(results)[0].id}
  field: co2e_kg
  expected: the value that was sealed
  found: ${altered.records(results)[0].co2e_kg}
`)
  expect(found.code).toBe(1)
  await writeFile(file, archive.subarray(0, archive.length / 2))
  expect(await carbonsheet('verify', file)).toMatchObject({
    code: 1,
    said: expect.stringContaining('The file is broken'),
  })
  expect(await carbonsheet('verify', join(folder, 'none'))).toMatchObject({
    code: 1,
    said: expect.stringContaining('There is no file'),
  })
  expect(await carbonsheet('verify')).toMatchObject({ code: 2, said: expect.stringContaining('Usage:') })
})

test('seals, runs and results stay as they are, whoever writes; the server finds what a stronger hand changed, and who may hears where', async () => {
  const { database, one } = server
  for (const table of ['seals', 'run_results', 'run_files']) {
    await expect(inTenant(database.db, one.tenantId, (trx) => trx(table).delete())).rejects.toThrow(/permission denied/)
    await expect(database.owner(table).delete()).rejects.toThrow(/keeps every entry/)
  }
  const finished = inTenant(database.db, one.tenantId, (trx) => trx('runs').update({ co2e_kg: 1 }))
  await expect(finished).rejects.toThrow(/is finished/)
  expect((await as('auditor', 'POST', `/cycles/${cycle.id}/verification`)).body).toEqual({
    equal: true,
    rows: 4,
    files: 26,
    factors: 2,
    difference: null,
  })

  const row = cycle.rowIds[1]!
  const change = (kg: number) => `ALTER TABLE run_results DISABLE TRIGGER run_results_is_append_only;
    UPDATE run_results SET co2e_kg = co2e_kg + ${kg} WHERE row_id = '${row}';
    ALTER TABLE run_results ENABLE TRIGGER run_results_is_append_only`
  await database.owner.raw(change(0.5))
  expect((await as('auditor', 'POST', `/cycles/${cycle.id}/verification`)).body).toMatchObject({
    equal: false,
    difference: { file: 'results/stationary.fuel/00001.ndjson' },
  })
})

test('no lock without its seal: when sealing fails the cycle stays open, with nothing of the run', async () => {
  const { owner } = server.database
  const body = { name: 'C2060', starts_on: '2060-01-01', ends_on: '2060-12-31', gwp_set: 'AR6', factor_year: 2025 }
  const { id } = (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body
  const lock = () => as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })
  await owner.raw(`ALTER TABLE seals ADD CONSTRAINT refuses CHECK (cycle_id <> '${id}')`)
  expect((await lock()).status).toBe(500)
  expect((await as('admin', 'GET', `/cycles/${id}`)).body.status).toBe('open')
  expect((await as('admin', 'GET', `/cycles/${id}/runs`)).body.data).toEqual([])
  await owner.raw('ALTER TABLE seals DROP CONSTRAINT refuses')
  expect((await lock()).status).toBe(200)
  expect((await as('admin', 'GET', `/cycles/${id}/runs`)).body.data).toMatchObject([{ seal: { sealed_later: false } }])
})

test('seals are one chain, also of locks that come at the same moment', async () => {
  const ids = await Promise.all(
    [2061, 2062, 2063].map(async (year) => {
      const body = {
        name: `C${year}`,
        starts_on: `${year}-01-01`,
        ends_on: `${year}-12-31`,
        gwp_set: 'AR6',
        factor_year: 2025,
      }
      return (await as('admin', 'POST', `/projects/${server.one.projectId}/cycles`, body)).body.id as string
    }),
  )
  const locked = await Promise.all(ids.map((id) => as('admin', 'POST', `/cycles/${id}/status`, { status: 'locked' })))
  expect(locked.map(({ status }) => status)).toEqual([200, 200, 200])
  const seals = await server.database.owner('seals').where({ tenant_id: server.one.tenantId }).orderBy('sequence')
  expect(seals.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6])
  expect(seals.slice(1).map((seal) => seal.previous_hash)).toEqual(seals.slice(0, -1).map((seal) => seal.seal_hash))
  expect(
    createHash('sha256')
      .update(JSON.stringify({ body_hash: seals[2].body_hash, previous_hash: seals[1].seal_hash }))
      .digest('hex'),
  ).toBe(seals[2].seal_hash)
})
