import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IntensitiesReply } from '#shared/api/intensities.ts'
import type { ReductionTargetReply } from '#shared/api/reductionTargets.ts'
import { codesOf, PER_KWH, YearsFixture } from './testing/YearsFixture.ts'

let fixture: YearsFixture
const years: Record<number, string> = {}
let people: string

const set = (body: object) => fixture.as('admin', 'POST', fixture.path('/reduction_targets'), body)
const targets = async (person: 'admin' | 'viewer' = 'viewer'): Promise<ReductionTargetReply[]> =>
  (await fixture.as(person, 'GET', fixture.path('/reduction_targets'))).body.data
const named = async (name: string): Promise<ReductionTargetReply> => (await targets()).find((one) => one.name === name)!
const enter = (cycle: number, value: number | null, more: object = {}) =>
  fixture.as('admin', 'POST', `/denominators/${people}/values`, { cycle_id: years[cycle], value, ...more })
const intensities = async (person: 'admin' | 'viewer' = 'viewer', query = '?scopes=1&basis=location') =>
  (await fixture.as(person, 'GET', fixture.path(`/intensities${query}`))).body as IntensitiesReply
const ofPeople = async () => (await intensities()).denominators.find(({ id }) => id === people)!.by_cycle
const target = (name: string, more: object = {}) => ({
  name,
  scopes: [1],
  basis: 'market',
  kind: 'absolute',
  base_cycle_id: years[2030],
  target_year: 2035,
  reduction_percent: 21,
  ...more,
})

beforeAll(async () => {
  fixture = await YearsFixture.start()
  years[2030] = await fixture.newYear(2030, 1000, { lock: true })
  years[2031] = await fixture.newYear(2031, 980)
  years[2032] = await fixture.newYear(2032, 900)
  const body = { name: 'People', kind: 'fte', unit: 'FTE' }
  people = (await fixture.as('admin', 'POST', fixture.path('/denominators'), body)).body.id
})
afterAll(() => fixture.close())

test('an intensity is emissions over the denominator; without one of both, or with zero, it is n/a and says why', async () => {
  expect((await enter(2030, 10, { source: 'Payroll', evidence: 'Mean of twelve months' })).status).toBe(204)
  await enter(2031, 8)
  await enter(2032, 0)
  const by = Object.fromEntries((await ofPeople()).map(({ cycle_id, ...one }) => [cycle_id, one]))
  expect(by[years[2030]!]).toMatchObject({
    value: 10,
    source: 'Payroll',
    evidence: 'Mean of twelve months',
    intensity_kg: expect.closeTo(100 * PER_KWH, 9),
    reason: null,
  })
  expect(by[years[2031]!]).toMatchObject({
    intensity_kg: expect.closeTo(122.5 * PER_KWH, 9),
    change_percent: expect.closeTo(22.5, 9),
  })
  expect(by[years[2032]!]).toMatchObject({ intensity_kg: null, reason: 'zero-denominator', change_percent: null })
  expect(by[fixture.server.one.openCycleId]).toMatchObject({
    value: null,
    intensity_kg: null,
    reason: 'no-denominator',
  })
  await enter(2032, null)
  expect((await ofPeople()).find(({ cycle_id: id }) => id === years[2032])).toMatchObject({ reason: 'no-denominator' })
  const three = await intensities('viewer', '?scopes=3')
  expect(three.denominators[0]!.by_cycle.find(({ cycle_id: id }) => id === years[2030])).toMatchObject({
    intensity_kg: null,
    reason: 'no-emissions',
  })
})

test('what a locked cycle has is final; what is missing there is added, and a restated version starts from it', async () => {
  expect((await enter(2030, 11)).status).toBe(409)
  expect((await enter(2030, 10, { source: 'Payroll', evidence: 'Mean of twelve months' })).status).toBe(204)
  years[2030] = await fixture.restate(years[2030]!, 1100)
  const kept = (await ofPeople()).find(({ cycle_id: id }) => id === years[2030])
  expect(kept).toMatchObject({ value: 10, from_version: 1, intensity_kg: expect.closeTo(110 * PER_KWH, 9) })
  await enter(2030, 11)
  const own = (await ofPeople()).find(({ cycle_id: id }) => id === years[2030])
  expect(own).toMatchObject({ value: 11, from_version: null, intensity_kg: expect.closeTo(100 * PER_KWH, 9) })
  const log = await fixture.as('admin', 'GET', `/audit_log?filter[subject_id]=${people}`)
  expect(log.body.data[0]).toMatchObject({ action: 'denominator.value', after: { value: 11 } })
})

test('revenue is money of a price year, area an area; names are taken once', async () => {
  const add = (body: object) => fixture.as('admin', 'POST', fixture.path('/denominators'), body)
  for (const [kind, unit, isRight] of [
    ['revenue', 'EUR@2024', true],
    ['revenue', 'EUR', false],
    ['revenue', 'XXX@2024', false],
    ['area', 'm2', true],
    ['area', 'kWh', false],
    ['tonne_km', 'tkm', true],
    ['tonne_km', 't', false],
    ['product', 'bottle', true],
  ] as const) {
    const { body } = await add({ name: `${kind} ${unit}`, kind, unit })
    expect([kind, unit, isRight ? [] : codesOf(body)]).toEqual([kind, unit, isRight ? [] : ['unit wrong-unit']])
  }
  expect(codesOf((await add({ name: 'people', kind: 'revenue', unit: 'm2' })).body)).toEqual([
    'name taken',
    'unit wrong-unit',
  ])
})

test('an absolute target: base, linear path and what came of it, from the base cycle on, in its own basis', async () => {
  expect((await set(target('Gas'))).status).toBe(204)
  const told = await named('Gas')
  const base = 1100 * PER_KWH
  expect(told).toMatchObject({
    base_cycle: { name: 'Y2030 v2', year: 2030 },
    annual_percent: expect.closeTo(4.2, 12),
    base: expect.closeTo(base, 9),
    target: expect.closeTo(base * 0.79, 9),
  })
  expect(told.progress.map(({ year, actual, path }) => [year, actual, path])).toEqual([
    [2030, expect.closeTo(base, 9), expect.closeTo(base, 9)],
    [2031, expect.closeTo(980 * PER_KWH, 9), expect.closeTo(base * 0.958, 9)],
    [2032, expect.closeTo(900 * PER_KWH, 9), expect.closeTo(base * 0.916, 9)],
  ])
  expect(told.progress[1]!.gap_percent).toBeCloseTo((980 / (1100 * 0.958) - 1) * 100, 9)
  // from today to 2035, one scope of 1 and 2
  expect(told.advice).toContain('scopes-1-and-2')
  expect(told.advice).not.toContain('below-1.5-degrees')
})

test('an intensity target is measured by its denominator, and its denominator stays', async () => {
  const body = target('Per head', { kind: 'intensity', denominator_id: people })
  expect((await set(body)).status).toBe(204)
  const told = await named('Per head')
  expect(told).toMatchObject({ denominator: { name: 'People', unit: 'FTE' }, base: expect.closeTo(100 * PER_KWH, 9) })
  expect(told.progress.map(({ actual }) => actual)).toEqual([
    expect.closeTo(100 * PER_KWH, 9),
    expect.closeTo(122.5 * PER_KWH, 9),
    null,
  ])
  expect(told.advice).toContain('intensity')
  const kept = await fixture.as('admin', 'DELETE', `/denominators/${people}`)
  expect([kept.status, codesOf(kept.body)]).toEqual([409, [' in-use']])
})

test('who may not read the result sees the promise and no figure', async () => {
  await fixture.hideResult(['admin'])
  for (const one of await targets('viewer')) {
    expect([one.base, one.target, one.base_emissions.co2e_kg]).toEqual([null, null, null])
    expect(
      one.progress.every(({ actual, path, gap_percent: gap }) => [actual, path, gap].every((x) => x === null)),
    ).toBe(true)
  }
  const { cycles, denominators } = await intensities('viewer')
  const reasons = denominators.flatMap(({ by_cycle: by }) => by.map(({ reason }) => reason))
  expect(cycles.every(({ emissions }) => emissions.is_hidden && emissions.co2e_kg === null)).toBe(true)
  expect([...new Set(reasons)]).toEqual(['hidden'])
  expect((await targets('admin'))[0]!.base).toBeGreaterThan(0)
  await fixture.hideResult(null)
})

test('a target is renamed and deleted, its promise is not changed', async () => {
  const { id } = await named('Gas')
  const path = `/reduction_targets/${id}`
  expect((await fixture.as('admin', 'PATCH', path, { reduction_percent: 1 })).status).toBe(422)
  expect(codesOf((await fixture.as('admin', 'PATCH', path, { name: 'per HEAD' })).body)).toEqual(['name taken'])
  expect((await fixture.as('admin', 'PATCH', path, { name: 'Less gas', description: 'As promised' })).status).toBe(204)
  expect(await named('Less gas')).toMatchObject({ description: 'As promised', reduction_percent: 21 })
  expect((await fixture.as('admin', 'DELETE', path)).status).toBe(204)
  expect((await targets()).map(({ name }) => name)).toEqual(['Per head'])
  expect((await fixture.as('admin', 'DELETE', path)).status).toBe(404)
})

test('401, 403 for who does not manage cycles, 404 for another company, 422 with everything that is wrong', async () => {
  const { two, request } = fixture.server
  const { id } = await named('Per head')
  const requests: [string, string, object?][] = [
    ['POST', fixture.path('/reduction_targets'), target('Mine')],
    ['PATCH', `/reduction_targets/${id}`, { name: 'Mine' }],
    ['DELETE', `/reduction_targets/${id}`],
    ['POST', fixture.path('/denominators'), { name: 'Mine', kind: 'other', unit: 'x' }],
    ['POST', `/denominators/${people}/values`, { cycle_id: years[2031], value: 1 }],
    ['DELETE', `/denominators/${people}`],
  ]
  for (const [method, path, body] of requests) {
    const statuses = [
      (await request(null, method, path, body)).status,
      (await request(two.people.admin, method, path, body)).status,
      (await fixture.as('viewer', method, path, body)).status,
      (await fixture.as('data_owner', method, path, body)).status,
    ]
    expect([method, path, statuses.map((status) => (status === 403 ? 'no' : status))]).toEqual([
      method,
      path,
      [401, 404, 'no', 'no'],
    ])
  }
  for (const path of ['/reduction_targets', '/intensities']) {
    expect((await request(two.people.admin, 'GET', fixture.path(path))).status).toBe(404)
  }
  const wrong = await set(target('per head', { base_cycle_id: two.openCycleId, denominator_id: people }))
  expect(codesOf(wrong.body)).toEqual(['base_cycle_id not-found', 'denominator_id not-used', 'name taken'])
  expect(codesOf((await set(target('Early', { target_year: 2030 }))).body)).toEqual(['target_year out-of-order'])
  expect((await fixture.as('viewer', 'GET', fixture.path('/intensities?scopes=4'))).status).toBe(422)
  const elsewhere = await fixture.as('admin', 'POST', `/denominators/${people}/values`, {
    cycle_id: two.openCycleId,
    value: 1,
  })
  expect(codesOf(elsewhere.body)).toEqual(['cycle_id not-found'])
})
