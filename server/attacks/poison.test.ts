/** Values that a person may write and that something behind the document could choke on: then nobody's rows would come on. */
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { until } from '#server/testing/until.ts'
import { ALLOWED, COMMON, ordinalOf, PRICES } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

const VALUES: readonly CellValue[] = [
  'a\0b',
  '\0',
  '\ud800',
  '\udc00x',
  '\\u0000',
  '\u202e\u2066',
  '💩'.repeat(5000),
  'x'.repeat(10_000),
  "'; DROP TABLE rows; --",
  '{"__proto__":{"a":1}}',
  '__proto__',
  'NaN',
  '-Infinity',
  '1e999',
  '0000-00',
  '9999-99',
  '+275760-09',
  5e-324,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  -0,
  2 ** 53 + 2,
  true,
  false,
  null,
]

let target: Target
let log = ''

beforeAll(async () => {
  const sink = new PassThrough()
  sink.on('data', (chunk: Buffer) => (log += chunk.toString()))
  target = await Target.start({ log: sink })
})
afterEach(() => target.leaveAll())
afterAll(() => target.close())

const errors = (): string[] => log.split('\n').filter((line) => /"level":(50|60)/.test(line))

/** Everything that is derived or told of a row. */
async function readAll(row: string): Promise<number[]> {
  const { tableId, openCycleId } = target.tenant
  const sheet = `table_id=${tableId}&cycle_id=${openCycleId}`
  const paths = [
    target.rowsPath('&limit=500'),
    target.rowsPath('&sort=-quantity'),
    target.rowsPath('&sort=note'),
    `/tables/${tableId}/rows/${row}/history?cycle_id=${openCycleId}`,
    `/tables/${tableId}/history?cycle_id=${openCycleId}&limit=200`,
    `/tables/${tableId}/history_outline?cycle_id=${openCycleId}`,
    `/tables/${tableId}/changed_rows?cycle_id=${openCycleId}&since=2020-01-01T00:00:00Z`,
    `/sheets/at?${sheet}&at=${new Date().toISOString()}`,
    `/conflicts?${sheet}`,
    `/cycles/${openCycleId}/emissions`,
    `/cycles/${openCycleId}/emissions/rows`,
    '/audit_log?limit=200',
  ]
  return Promise.all(paths.map(async (path) => (await target.as('admin', 'GET', path)).status))
}

const FIELDS = Object.keys(ALLOWED).filter((key) => ALLOWED[key]!.write[0] === 'admin')

test('[A10] whatever may be written on a socket is derived, told and totalled, and so is what comes behind it', async () => {
  const [common, prices] = [await target.join('admin', COMMON), await target.join('admin', PRICES)]
  const row = await target.newRow({ note: 'first' })
  await until(() => common.sheet.hasRow(row), 'seen')
  for (const value of VALUES) {
    for (const key of FIELDS) {
      ;(ALLOWED[key]!.part === COMMON ? common : prices).sheet.set(row, ordinalOf(key), value)
    }
    common.sheet.write([row], [ordinalOf('note'), ordinalOf('month')], () => value)
    await until(() => common.isSaved && prices.isSaved, 'answered')
    expect([value, (await readAll(row)).filter((status) => status !== 200), errors()]).toEqual([value, [], []])
  }
  common.sheet.set(row, ordinalOf('note'), 'last')
  await until(() => common.isSaved, 'saved')
  expect(await target.read('viewer', row)).toMatchObject({ note: 'last' })
  expect([common.closes, prices.closes]).toEqual([[], []])
})

test('[A10] whatever a program may write is, too', async () => {
  let written = await target.newRow({ note: 'first' })
  for (const value of VALUES) {
    for (const key of FIELDS) {
      const { status, body } = await target.as('admin', 'POST', target.rowsPath(), {
        rows: [{ values: { [key]: value } }],
      })
      expect([key, value, status]).toEqual([key, value, 200])
      written = body.accepted[0]?.id ?? written
    }
    expect([value, (await readAll(written)).filter((code) => code !== 200), errors()]).toEqual([value, [], []])
  }
})

test('[A10] two people who meet in such a value have a conflict like any other', async () => {
  const row = await target.newRow({ note: 'first' })
  const [one, two] = [await target.join('admin', COMMON), await target.join('data_owner', COMMON)]
  await until(() => one.sheet.hasRow(row) && two.sheet.hasRow(row), 'seen')
  const socket = two.provider.configuration.websocketProvider
  for (const [n, value] of ['a\0b', '\u202e', "'"].entries()) {
    socket.disconnect()
    await until(() => !two.provider.synced, 'away')
    two.sheet.set(row, ordinalOf('note'), `${value} of two ${n}`)
    one.sheet.set(row, ordinalOf('note'), `${value} of one ${n}`)
    await until(() => one.isSaved, 'saved')
    await socket.connect()
    await until(() => two.isSaved && one.sheet.fingerprint() === two.sheet.fingerprint(), 'back')
    expect([value, (await readAll(row)).filter((status) => status !== 200), errors()]).toEqual([value, [], []])
  }
  const told = await target.server.database.owner('cell_conflicts').where({ row_id: row })
  expect(told.length).toBeGreaterThan(0)
})
