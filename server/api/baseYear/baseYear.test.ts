import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BaseYearReply } from '#shared/api/baseYear.ts'
import { codesOf, PER_KWH, YearsFixture } from '../reductionTargets/testing/YearsFixture.ts'

let fixture: YearsFixture
let y2030: string
let y2031: string
let y2032: string

const PATH = '/base_year'
const set = (body: object) => fixture.as('admin', 'POST', fixture.path(PATH), body)
const read = async (person: 'admin' | 'viewer' = 'viewer'): Promise<BaseYearReply> =>
  (await fixture.as(person, 'GET', fixture.path(PATH))).body
const base = (cycle_ids: string[], more: object = {}) => ({ cycle_ids, scopes: [1], basis: 'location', ...more })
const addChange = (effect_t: number, more: object = {}) =>
  fixture.as('admin', 'POST', fixture.path(`${PATH}/changes`), {
    kind: effect_t < 0 ? 'divestment' : 'acquisition',
    happened_on: '2032-05-01',
    description: `A plant of ${effect_t} t`,
    effect_t,
    ...more,
  })
const decide = (subject_id: string, decision: string) =>
  fixture.as('admin', 'POST', fixture.path(`${PATH}/decisions`), { subject_id, decision, reason: 'As the board said' })

beforeAll(async () => {
  fixture = await YearsFixture.start()
  y2030 = await fixture.newYear(2030, 1_000_000, { lock: true })
  y2031 = await fixture.newYear(2031, 3_000_000, { lock: true })
  y2032 = await fixture.newYear(2032, 1_500_000)
})
afterAll(() => fixture.close())

test('nobody has chosen one yet; changes and decisions wait for it', async () => {
  expect(await read()).toMatchObject({ base_year: null, cycles: [], asks_for_recalculation: null })
  expect(codesOf((await addChange(5)).body)).toEqual([' missing'])
  expect(codesOf((await decide(y2031, 'not_needed')).body)).toEqual([' missing'])
})

test('one cycle or the mean of several; another one needs a reason; every cycle is measured against it', async () => {
  expect((await set(base([y2030, y2031]))).status).toBe(204)
  expect((await read()).base_year).toMatchObject({
    threshold_percent: 5,
    is_final: true,
    emissions: { co2e_kg: expect.closeTo(2_000_000 * PER_KWH, 6), is_hidden: false },
  })
  expect(codesOf((await set(base([y2030]))).body)).toEqual(['reason required'])
  expect((await set(base([y2030, y2031]))).status).toBe(204) // the same again is no other one
  expect((await set(base([y2030], { reason: 'One year is typical', policy: 'Above 5 %' }))).status).toBe(204)
  const told = await read()
  expect(told.base_year).toMatchObject({ policy: 'Above 5 %', cycles: [{ name: 'Y2030', year: 2030 }] })
  const own = told.cycles.filter(({ name }) => name.startsWith('Y'))
  expect(own.map(({ name, change_percent: change }) => [name, change])).toEqual([
    ['Y2030', 0],
    ['Y2031', expect.closeTo(200, 9)],
    ['Y2032', expect.closeTo(50, 9)],
  ])
  expect(told.asks_for_recalculation).toBe(false) // that is growth
  const log = await fixture.as('admin', 'GET', `/audit_log?filter[subject_id]=${fixture.server.one.projectId}`)
  expect(log.body.data[0]).toMatchObject({
    action: 'base_year.set',
    before: { cycle_ids: [y2030, y2031].toSorted() },
    after: { cycle_ids: [y2030], reason: 'One year is typical' },
  })
})

test('changes ask from the threshold on, in both directions and together; what did not exist then asks nothing', async () => {
  // the base is 398 t, so 5 % are 19.9 t
  expect((await addChange(12)).status).toBe(204)
  expect(await read()).toMatchObject({ asks_for_recalculation: false, undecided_percent: expect.closeTo(3.015, 3) })
  expect((await addChange(100, { existed: false, description: 'Founded in 2031' })).status).toBe(204)
  expect((await read()).asks_for_recalculation).toBe(false)
  expect((await addChange(-12)).status).toBe(204)
  const told = await read()
  expect(told).toMatchObject({ asks_for_recalculation: true, undecided_percent: expect.closeTo(6.03, 2) })
  expect(told.events.map(({ percent, is_significant: is }) => [Math.round(percent ?? 0), is]).toSorted()).toEqual([
    [-3, false],
    [25, false],
    [3, false],
  ])
  expect(codesOf((await addChange(12)).body)).toEqual(['description taken'])
  for (const { id } of told.events) {
    expect((await decide(id, 'not_needed')).status).toBe(204)
  }
  expect(await read()).toMatchObject({ asks_for_recalculation: false, undecided_percent: 0 })
})

test('the restatement of another cycle asks by what it changed there, until the base year is restated or a reason given', async () => {
  const restated = await fixture.restate(y2031, 2_700_000, 'method')
  const asked = await read()
  const event = asked.events.find(({ id }) => id === restated)
  expect(event).toMatchObject({
    kind: null,
    cause: 'method',
    cycle_name: 'Y2031 v2',
    percent: expect.closeTo(-10, 9),
    is_significant: true,
    decision: null,
  })
  expect(asked.asks_for_recalculation).toBe(true)
  expect(codesOf((await decide(restated, 'recalculated')).body)).toEqual(['decision not-restated'])
  expect(codesOf((await decide(y2032, 'not_needed')).body)).toEqual(['subject_id not-found'])

  await fixture.restate(y2030, 900_000, 'method')
  const open = await read()
  expect(open.base_year).toMatchObject({
    is_final: false,
    cycles: [{ name: 'Y2030 v2' }],
    emissions: { co2e_kg: expect.closeTo(900_000 * PER_KWH, 6) },
  })
  expect(open.events.map(({ cycle_name: name }) => name)).not.toContain('Y2030 v2') // it is the recalculation
  expect((await decide(restated, 'recalculated')).status).toBe(204)
  expect(await read()).toMatchObject({ asks_for_recalculation: false })
})

test('who may not read the result sees no figure of it, no percentage and no answer', async () => {
  await fixture.hideResult(['admin'])
  const hidden = await read('viewer')
  expect(hidden.base_year!.emissions).toEqual({ co2e_kg: null, is_hidden: true, incomplete_rows: null })
  expect(
    hidden.cycles.flatMap(({ emissions, change_percent: p }) => [emissions.co2e_kg, p]).every((x) => x === null),
  ).toBe(true)
  expect(hidden.events.every(({ percent, is_significant: is }) => percent === null && is === null)).toBe(true)
  expect([hidden.undecided_percent, hidden.asks_for_recalculation]).toEqual([null, null])
  expect((await read('admin')).base_year!.emissions.co2e_kg).toBeGreaterThan(0)
  await fixture.hideResult(null)
})

test('a cycle that others are measured against is not deleted', async () => {
  const { body: made } = await fixture.as('admin', 'POST', fixture.path('/cycles'), {
    name: 'Empty',
    starts_on: '2029-01-01',
    ends_on: '2029-12-31',
    gwp_set: 'AR6',
  })
  await set(base([made.id], { reason: 'A mistake' }))
  const refused = await fixture.as('admin', 'DELETE', `/cycles/${made.id}`)
  expect([refused.status, codesOf(refused.body)]).toEqual([409, [' in-use']])
  await set(base([y2030], { reason: 'Taken back' }))
  expect((await fixture.as('admin', 'DELETE', `/cycles/${made.id}`)).status).toBe(204)
})

test('401, 403 for who does not manage cycles, 404 for another company, 422 with everything that is wrong', async () => {
  const { two, request } = fixture.server
  const bodies: [string, object][] = [
    [PATH, base([y2030])],
    [`${PATH}/changes`, { kind: 'error', happened_on: '2032-01-01', description: 'Wrong', effect_t: 1 }],
    [`${PATH}/decisions`, { subject_id: y2031, decision: 'not_needed', reason: 'No reason' }],
  ]
  for (const [path, body] of bodies) {
    const url = fixture.path(path)
    const statuses = [
      (await request(null, 'POST', url, body)).status,
      (await request(two.people.admin, 'POST', url, body)).status,
      (await fixture.as('viewer', 'POST', url, body)).status,
      (await fixture.as('data_owner', 'POST', url, body)).status,
    ]
    expect([path, statuses]).toEqual([path, [401, 404, 403, 403]])
  }
  expect((await request(two.people.admin, 'GET', fixture.path(PATH))).status).toBe(404)
  const wrong = await set({ cycle_ids: [], scopes: [4], basis: 'grid', threshold_percent: 0 })
  expect([wrong.status, [...new Set(codesOf(wrong.body).map((one) => one.split(/[ .[]/)[0]))]]).toEqual([
    422,
    ['basis', 'cycle_ids', 'scopes', 'threshold_percent'],
  ])
  const foreign = await set(base([two.openCycleId], { reason: 'Theirs' }))
  expect(codesOf(foreign.body)).toEqual(['cycle_ids not-found'])
})
