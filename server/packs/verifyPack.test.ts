import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTenant } from '../storage/database/inTenant.ts'
import { startTestServer, type TestServer } from '../testing/testServer.ts'
import { PackDifference, UnreadablePack } from './PackDifference.ts'
import { packStream } from './packStream.ts'
import { changedValue, EditablePack, type ValuePlace } from './testing/EditablePack.ts'
import { lockedCycle } from './testing/lockedCycle.ts'
import { verifyPack } from './verifyPack.ts'

let server: TestServer
let cycle: { id: string; rowIds: string[] }
let pack: EditablePack

const takePack = (): Promise<Buffer> =>
  inTenant(server.database.db, server.one.tenantId, async (trx) => {
    const parts: Buffer[] = []
    for await (const part of packStream(trx, cycle.id)) {
      parts.push(part)
    }
    return Buffer.concat(parts)
  })

beforeAll(async () => {
  server = await startTestServer()
  cycle = await lockedCycle(server)
  pack = await EditablePack.read(await takePack())
})
afterAll(() => server.close())

/** What is said to be different; null: nothing. */
async function differenceIn(
  changed: EditablePack,
  expectedSeal: string | null = null,
): Promise<PackDifference['place'] | null> {
  try {
    await verifyPack(changed.open, { expectedSeal })
    return null
  } catch (error) {
    if (error instanceof PackDifference) {
      return error.place
    }
    throw error
  }
}

test('a pack of a locked cycle is verified, and is the same bytes whenever it is taken', async () => {
  const verified = await verifyPack(pack.open)
  expect(verified).toMatchObject({
    rows: 4,
    cycle: { id: cycle.id },
    seal: { sequence: 2, body: { sealed_later: false } },
  })
  const { body } = await server.request(server.one.people.admin, 'GET', `/cycles/${cycle.id}/emissions`)
  expect(verified.co2eKg! / body.total.co2e_kg).toBeCloseTo(1, 13)
  const marketBased = pack.records('totals.ndjson').find(({ axis }) => axis === 'market_based')
  expect(marketBased.co2e_kg / body.scope_2.market_based_kg).toBeCloseTo(1, 12)
  expect(marketBased.co2e_kg).toBeLessThan(verified.co2eKg! - 100)
  expect(await takePack()).toEqual(pack.archive)
  // a price is for some only, and decides nothing here
  expect(pack.archive.includes('12.5')).toBe(false)
  expect(pack.records('fields.ndjson').map(({ key }) => key)).not.toContain('price')
  expect(
    pack.records('history/stationary.fuel/00001.ndjson').map(({ field, old, new: now }) => [field, old, now]),
  ).toContainEqual([4, 7000, 7100])
})

test('how sure tables, factors and rates of instruments are, and why a cell names its factor, is in the pack with what was refused', async () => {
  expect(
    pack.records('assessments.ndjson').map(({ check: _check, made_at: _at, made_by: _by, ...said }) => said),
  ).toEqual(
    expect.arrayContaining([
      {
        kind: 'factor',
        subject: 'france',
        columns: {},
        range_percent: 7.5,
        scores: {},
        reason: 'As the publisher has it',
      },
      {
        kind: 'rate',
        subject: pack.records('instruments.ndjson')[0].id,
        columns: {},
        range_percent: 3,
        scores: {},
        reason: 'The seller measures it',
      },
      {
        kind: 'table',
        subject: server.one.tableId,
        columns: expect.objectContaining({ range: expect.any(String), time: null }),
        range_percent: null,
        scores: { time: 4 },
        reason: 'Meters are read by hand',
      },
    ]),
  )
  expect(pack.records('choices.ndjson')).toMatchObject([
    { factor_id: 'france', rows: [cycle.rowIds[0]], suggestion: { activity: 'france', place: { country: 'FR' } } },
  ])
  // packs from before have neither
  const later = ['assessments.ndjson', 'choices.ndjson']
  const [manifest] = pack.records('manifest.json')
  const sealed = manifest.sealed.filter(({ name }: { name: string }) => !later.includes(name))
  const old = pack.withRecords('manifest.json', [{ ...manifest, sealed }])
  later.forEach((name) => old.files.delete(name))
  expect(await differenceIn(old.forged())).toBeNull()
})

test('a pack from before there were categories of ISO 14064-1 is verified by what it holds', async () => {
  expect(pack.records('totals.ndjson').map(({ axis }) => axis)).toContain('iso_category')
  const modules = pack.records('modules.ndjson').map(({ iso_category: _code, ...module }) => module)
  const totals = pack.records('totals.ndjson').filter(({ axis }) => axis !== 'iso_category')
  const old = pack.withRecords('modules.ndjson', modules).withRecords('totals.ndjson', totals).forged()
  expect(await differenceIn(old)).toBeNull()
  const mixed = pack.withRecords('modules.ndjson', modules).forged()
  expect(await differenceIn(mixed)).toMatchObject({ file: 'totals.ndjson' })
})

test('every single value that is changed is found, and named by its file, its row and its field', async () => {
  const places = [...pack.places()].filter(({ file, line }) => file !== 'units.ndjson' || line % 20 === 0)
  expect(places.length).toBeGreaterThan(500)
  const unnamed: string[] = []
  for (const place of places) {
    const found = await differenceIn(pack.with(place, changedValue))
    if (found === null || !isNamed(place, found)) {
      unnamed.push(`${place.file} ${place.line} ${place.path.join('.')}: ${JSON.stringify(found)}`)
    }
  }
  expect(unnamed).toEqual([])
})

/** A changed check is found at the value that it is of; a changed id is the name that is told; a manifest is one record. */
function isNamed({ file, line, path }: ValuePlace, found: PackDifference['place']): boolean {
  const record = pack.records(file)[line]
  const key = ['id', 'species', 'unit'].find((one) => record[one] !== undefined)
  const name = key === undefined ? `line ${line + 1}` : path[0] === key ? `${record[key]} ` : record[key]
  const isRow = file === 'manifest.json' || found.row === name
  return found.file === file && isRow && (path[0] === 'check' || found.field === path.join('.'))
}

test('lines, files and bytes that are gone, added, changed or in another order are found', async () => {
  const rows = [...pack.files.keys()].find((name) => name.startsWith('rows/stationary'))!
  const [first, second, ...others] = pack.records(rows)
  const without = new EditablePack(pack.files)
  without.files.delete(rows)
  const [head, ...rest] = [...pack.files]
  const tried = [
    pack.withRecords(rows, [first, ...others]),
    pack.withRecords(rows, [first, second, second, ...others]),
    pack.withRecords(rows, [second, first, ...others]),
    new EditablePack(pack.files).set(rows, pack.files.get(rows)!.replace('{', '{ ')),
    without,
    new EditablePack(pack.files).set('more.txt', ''),
    new EditablePack(new Map([head!, ...rest.toReversed()])),
    new EditablePack(pack.files).set('README.txt', 'Trust me.\n'),
  ]
  const files = []
  for (const changed of tried) {
    files.push((await differenceIn(changed))?.file)
  }
  expect(files).toEqual([rows, rows, rows, rows, 'manifest.json', 'manifest.json', 'manifest.json', 'README.txt'])
})

/** Large enough for the result itself, where others are compared first. */
const CHANGES: Readonly<Record<string, (value: unknown) => unknown>> = {
  'fields.ndjson': (formula) => `${String(formula)} * 1.5`,
  'factors.ndjson': (kg) => Number(kg) * 1.5,
  'gwp.ndjson': (gwp) => Number(gwp) * 1.5,
}

test('who changes a value and all hashes is found by computing anew, at the row and the field that is wrong', async () => {
  const results = 'results/stationary.fuel/00001.ndjson'
  const rows = 'rows/stationary.fuel/00001.ndjson'
  const leaks = 'rows/refrigerants.leaks/00001.ndjson'
  const lineOf = (file: string, test: (record: never) => boolean): number =>
    pack.records(file).findIndex((record) => test(record as never))
  const lyon = lineOf(rows, ({ values }: { values: { note?: string; 5?: string } }) => values[5] === 'meter 1')
  const id = pack.records(rows)[lyon].id
  const gathered = Object.keys(pack.records(leaks)[0].gathered)[0]!
  const field = (key: string): number => lineOf('fields.ndjson', (one: { key: string }) => one.key === key)
  const france = lineOf('factors.ndjson', (one: { id: string }) => one.id === 'france')
  const ofTable = lineOf('assessments.ndjson', ({ kind }: { kind: string }) => kind === 'table')
  const backup = String(pack.records('fields.ndjson')[field('backup')].ordinal)
  const tried: [ValuePlace, object][] = [
    [
      { file: results, line: lyon, path: ['co2e_kg'] },
      { file: results, row: id, field: 'co2e_kg' },
    ],
    [
      { file: results, line: lyon, path: ['gases_kg', 'CO2'] },
      { file: results, row: id, field: 'gases_kg' },
    ],
    [
      { file: results, line: lyon, path: ['month'] },
      { file: results, row: id, field: 'month' },
    ],
    [
      { file: rows, line: lyon, path: ['values', '4'] },
      { file: results, row: id, field: 'co2e_kg' },
    ],
    [
      { file: rows, line: lyon, path: ['values', '2'] },
      { file: results, row: id, field: 'site' },
    ],
    [
      { file: leaks, line: 0, path: ['gathered', gathered] },
      { file: leaks, field: 'weighted' },
    ],
    [
      { file: 'factors.ndjson', line: france, path: ['gasesKg', 'CO2'] },
      { file: results, field: 'co2e_kg' },
    ],
    [
      { file: 'fields.ndjson', line: field('co2e'), path: ['formula'] },
      { file: results, field: 'co2e_kg' },
    ],
    [
      {
        file: 'gwp.ndjson',
        line: lineOf('gwp.ndjson', (one: { species: string }) => one.species === 'N2O'),
        path: ['gwp'],
      },
      { file: results, field: 'co2e_kg' },
    ],
    [
      { file: 'units.ndjson', line: 3, path: ['scale'] },
      { file: 'units.ndjson', row: pack.records('units.ndjson')[3].unit },
    ],
    [
      { file: 'allocations.ndjson', line: 0, path: ['mwh'] },
      { file: 'totals.ndjson', row: 'market_based' },
    ],
    [
      { file: 'instruments.ndjson', line: 0, path: ['rates', 'CO2'] },
      { file: 'totals.ndjson', row: 'market_based' },
    ],
    [
      { file: 'assessments.ndjson', line: 0, path: ['subject'] },
      { file: 'assessments.ndjson', row: 'line 1', field: 'subject' },
    ],
    [
      { file: 'assessments.ndjson', line: ofTable, path: ['columns', 'range'] },
      { file: 'assessments.ndjson', row: `line ${ofTable + 1}`, field: 'columns.range' },
    ],
    [
      { file: 'choices.ndjson', line: 0, path: ['factor_id'] },
      { file: 'choices.ndjson', row: 'line 1', field: 'factor_id' },
    ],
    [
      { file: 'choices.ndjson', line: 0, path: ['rows', '0'] },
      { file: 'choices.ndjson', row: 'line 1', field: 'rows' },
    ],
    [
      { file: rows, line: lyon, path: ['values', backup] },
      { file: 'choices.ndjson', row: 'line 1', field: 'factor_id' },
    ],
    [
      { file: 'cycle.ndjson', line: 0, path: ['id'] },
      { file: 'seals.ndjson', field: 'body.cycle_id' },
    ],
  ]
  for (const [place, expected] of tried) {
    const change = CHANGES[place.file] ?? changedValue
    expect(await differenceIn(pack.with(place, change).forged()), JSON.stringify(place)).toMatchObject(expected)
  }
  for (const [line] of pack.records('totals.ndjson').entries()) {
    const place = { file: 'totals.ndjson', line, path: ['co2e_kg'] }
    expect(await differenceIn(pack.with(place, changedValue).forged())).toMatchObject({ file: 'totals.ndjson' })
  }
})

test('what decides no result is found by the seal that somebody knows', async () => {
  const { seal } = await verifyPack(pack.open)
  const rows = 'rows/stationary.fuel/00001.ndjson'
  const line = pack.records(rows).findIndex(({ values }) => values[5] !== undefined)
  const note = pack.with({ file: rows, line, path: ['values', '5'] }, changedValue).forged()
  expect(await differenceIn(note)).toBeNull()
  expect(await differenceIn(note, seal.seal_hash)).toMatchObject({
    file: 'seals.ndjson',
    field: 'seal_hash',
    expected: seal.seal_hash,
  })
  expect(await differenceIn(pack, seal.seal_hash)).toBeNull()
})

test('another engine is said, and not computed with', async () => {
  const manifest = pack.with({ file: 'manifest.json', line: 0, path: ['engine'] }, () => 99)
  const other = manifest.with({ file: 'cycle.ndjson', line: 0, path: ['engine'] }, () => 99).forged()
  await expect(verifyPack(other.open)).rejects.toThrow(UnreadablePack)
  await expect(verifyPack(other.open)).rejects.toThrow(/computed by engine 99/)
})
