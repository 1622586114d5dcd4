/** What may be counted twice between the tables of a cycle is told with its readiness, and stops nothing. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CycleWarning } from '#shared/api/cycles.ts'
import { bundledLibrary } from '#formulas/testing/published/published.ts'
import { CopyFixture } from '#server/copies/testing/CopyFixture.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'

const DATA = new URL('../../seeds/data/emission-factors.json', import.meta.url)
const library = bundledLibrary(readFileSync(DATA, 'utf8'))
const EPA_BOUNDARY = 'WARM-based: includes transport to facility; excludes avoided emissions/credits'

let fixture: CopyFixture
const tables = new Map<string, string>()

beforeAll(async () => {
  fixture = await CopyFixture.start()
  const { database, one } = fixture.server
  await insertGwps(database.owner, 'AR5', library.gwp.get('AR5')!)
  await insertGwps(database.owner, 'AR6', library.gwp.get('AR6')!)
  const used = [...library.factors.keys()].filter((id) => /^(epa25\.t9|desnz2[45]\.(1|11|20|27)_)/.test(id))
  await insertFactors(
    database.owner,
    used.map((id) => library.factors.get(id)!),
  )
  await database
    .owner('factors')
    .where('id', 'like', 'epa25.t9.%')
    .update({ published: JSON.stringify({ boundary: EPA_BOUNDARY }) })
  const places = [
    ['mobile_combustion', 1, null],
    ['motor_fuel_upstream', 3, 3],
    ['freight', 3, 4],
    ['waste', 3, 5],
    ['waste_us', 3, 5],
  ] as const
  for (const [template, scope, category] of places) {
    const id = crypto.randomUUID()
    const own = { tenant_id: one.tenantId, project_id: one.projectId }
    await database.owner('modules').insert({ ...own, id, key: template, name: template, scope, s3_category: category })
    const path = `/modules/${id}/tables/from_template`
    const { body } = await fixture.as('admin', 'POST', path, { template_id: `builtin:${template}`, name: template })
    tables.set(template, body.id)
  }
})
afterAll(() => fixture.close())

const write = (table: string, values: object): Promise<string[]> =>
  fixture.write([{ code: 'A', site: 'Lyon', month: '2025-03', ...values }], tables.get(table))

async function warnings(person: 'admin' | 'viewer' = 'viewer'): Promise<CycleWarning[]> {
  return (await fixture.as(person, 'GET', `/cycles/${fixture.server.one.openCycleId}/readiness`)).body.warnings
}

const names = (told: CycleWarning['held_in']): string[] => told.map(({ name }) => name)

test('[GOTCHA 21] waste of EPA table 9 and a table in category 4 are told together; waste of DESNZ is not', async () => {
  await write('freight', { vehicle: 'hgv', mass: 1, distance: 100 })
  await write('waste', { treatment: 'mixed_landfill', mass: 1 })
  expect(await warnings()).toEqual([])
  await write('waste_us', { treatment: 'mixed_landfill', mass: 1 })
  const [told, ...others] = await warnings()
  expect(others).toEqual([])
  expect(told).toMatchObject({ kind: 'waste_transport', factors: ['Mixed MSW, landfilled'] })
  expect([names(told!.held_in), names(told!.again_in)]).toEqual([['waste_us'], ['freight']])
})

test('[GOTCHA 20] a company’s own well-to-wheel factor in scope 1 is told with the rows of category 3; tank-to-wheel is not', async () => {
  const body = {
    name: 'Bio-LNG of the haulier',
    unit: 'L',
    gases: { CO2: 1.1 },
    geography: 'GB',
    data_year: 2025,
    publisher: 'Haulier',
    title: 'Statement',
    reference: 'p. 1',
    url: 'https://haulier.example/statement.pdf',
    justification: 'The haulier states the whole chain of its fuel, which no publication has.',
    boundary: 'WTW',
  }
  const { body: factor } = await fixture.as('data_owner', 'POST', '/factors', body)
  await fixture.as('data_owner', 'POST', `/factors/${factor.id}/status`, { status: 'submitted', reason: '' })
  await fixture.as('admin', 'POST', `/factors/${factor.id}/status`, { status: 'approved', reason: '' })
  const fuel = { table_id: tables.get('mobile_combustion')!, key: 'fuel' }
  const { owner } = fixture.server.database
  const { options } = await owner('fields').where(fuel).first('options')
  const own = { id: 'own', label: 'Bio-LNG', factors: { '2025': factor.id } }
  await owner('fields')
    .where(fuel)
    .update({ options: JSON.stringify([...options, own]), updated_at: new Date() })
  await write('motor_fuel_upstream', { fuel: 'diesel', quantity: 100 })
  await write('mobile_combustion', { fuel: 'diesel', quantity: 100 })
  const kinds = async (): Promise<string[]> => (await warnings()).map(({ kind }) => kind)
  expect(await kinds()).toEqual(['waste_transport'])
  await write('mobile_combustion', { fuel: 'own', quantity: 100 })
  expect((await warnings())[0]).toMatchObject({
    kind: 'well_to_tank',
    factors: ['Bio-LNG of the haulier'],
    held_in: [{ name: 'mobile_combustion' }],
    again_in: [{ name: 'motor_fuel_upstream' }],
  })
})

test('who may not read which factor it is, is told nothing of it', async () => {
  const tableId = tables.get('mobile_combustion')!
  await fixture.setField(await fixture.fieldId('fuel', tableId), { readers: ['admin'] }, tableId)
  expect((await warnings()).map(({ kind }) => kind)).toEqual(['waste_transport'])
  expect((await warnings('admin')).map(({ kind }) => kind)).toEqual(['well_to_tank', 'waste_transport'])
})
