/** A locked cycle with everything that a pack holds, made through the API as people do. */
import { expect } from 'vitest'
import { insertElectricityTable, insertGrids } from '#server/api/instruments/testing/electricityTable.ts'
import type { TestServer } from '#server/testing/testServer.ts'

/**
 * Bought electricity with a contract and shares that gather from their own table; another table that gathers from it and
 * computes by a parameter.
 */
export async function lockedCycle({ database, one, request }: TestServer): Promise<{ id: string; rowIds: string[] }> {
  const as = (method: string, path: string, body?: unknown) => request(one.people.admin, method, path, body)
  await insertGrids(database.owner)
  await database.owner('factors').where({ id: 'france' }).update({ scope: 2 })
  await insertElectricityTable(database.owner, one)
  const field = async (tableId: string, body: object): Promise<void> => {
    expect((await as('POST', `/tables/${tableId}/fields`, body)).status).toBe(200)
  }
  await field(one.tableId, {
    name: 'Share',
    type: 'formula',
    formula: 'quantity / sum_of(quantity, site == this.site)',
  })
  await field(one.otherTableId, { name: 'Charge', type: 'number', unit: 'kg' })
  await field(one.otherTableId, {
    name: 'Weighted',
    type: 'formula',
    formula: 'charge * sum_of(fuel.quantity, fuel.site == this.site)',
  })
  const values = [{ year: 2024, value: 1.1, source: 'Data sheet' }]
  const rate = { name: 'Leak rate', key: 'leak_rate', kind: 'other', unit: 'kgCO2e/kg', values }
  expect((await as('POST', '/parameters', rate)).status).toBe(200)
  await field(one.otherTableId, {
    name: 'Leaked',
    type: 'formula',
    unit: 'kgCO2e',
    formula: 'charge * parameter("leak_rate")',
  })
  await database
    .owner('fields')
    .where({ table_id: one.otherTableId, key: 'leaked' })
    .update({ role: 'emissions', updated_at: new Date() })
  await field(one.tableId, { name: 'Range', type: 'number', unit: '%' })
  await field(one.tableId, { name: 'Backup', type: 'factor', unit: 'kWh' })
  const described = (await as('GET', `/tables/${one.tableId}`)).body.fields
  const idOf = (key: string): string => described.find((known: { key: string }) => known.key === key).id
  const sites = [{ site: 'lyon', country: 'FR', subdivision: null, grid_region: null }]
  expect((await as('PATCH', `/projects/${one.projectId}/site_places`, { sites })).status).toBe(200)
  const cycle = async (year: number): Promise<string> => {
    const period = { starts_on: `${year}-01-01`, ends_on: `${year}-12-31` }
    const body = { name: `C${year}`, ...period, gwp_set: 'AR6', factor_year: 2025 }
    return (await as('POST', `/projects/${one.projectId}/cycles`, body)).body.id
  }
  const write = async (tableId: string, cycleId: string, rows: object[]): Promise<string[]> => {
    const path = `/tables/${tableId}/rows?cycle_id=${cycleId}`
    const { body } = await as('POST', path, { rows: rows.map((values) => ({ values })) })
    expect(body.rejected).toEqual([])
    return body.accepted.map(({ id }: { id: string }) => id)
  }
  const lock = async (id: string): Promise<void> => {
    expect((await as('POST', `/cycles/${id}/status`, { status: 'locked' })).body).toMatchObject({ status: 'locked' })
  }
  const [before, id] = [await cycle(2049), await cycle(2050)]
  await lock(before)
  const rowIds = await write(one.tableId, id, [
    {
      site: 'lyon',
      month: '2050-01',
      quantity: 6000.1,
      grid: 'france',
      note: 'meter 1',
      price: 12.5,
      backup: 'france',
    },
    { site: 'lyon', month: '2050-02', quantity: 0.1 + 0.2, grid: 'france', estimated: true },
    { site: 'porto', month: '2050-01', quantity: 7000, grid: 'portugal', read_on: '2050-01-31' },
  ])
  const choice = { activity: 'france', site: 'lyon', rows: [rowIds[0]] }
  const asked = { cycle_id: id, activity_field: null, choices: [choice] }
  const chosen = await as('POST', `/tables/${one.tableId}/fields/${idOf('backup')}/choices`, asked)
  expect(chosen.body).toEqual({ kept: 1 })
  const columns = { technology: null, time: null, geography: null, completeness: null, reliability: null }
  const quality = { scores: { time: 4 }, range_percent: null, reason: 'Meters are read by hand' }
  const ofTable = { ...quality, columns: { ...columns, range: idOf('range') } }
  expect((await as('PATCH', `/tables/${one.tableId}/quality`, ofTable)).status).toBe(204)
  const ofFactor = { scores: {}, range_percent: 7.5, reason: 'As the publisher has it' }
  expect((await as('PATCH', '/factors/france/quality', ofFactor)).status).toBe(200)
  await write(one.otherTableId, id, [{ site: 'lyon', month: '2050-01', charge: 3 }])
  const corrected = { rows: [{ id: rowIds[2], values: { quantity: 7100, note: 'corrected' } }] }
  await as('POST', `/tables/${one.tableId}/rows?cycle_id=${id}`, corrected)
  const guess = {
    row_id: rowIds[1],
    field: 'price',
    method: 'manual',
    value: 11.25,
    reason: 'Price of the year before',
  }
  const estimated = await as('POST', `/tables/${one.tableId}/estimates?cycle_id=${id}`, guess)
  expect(estimated.status).toBe(200)
  const wind = { type: 'contract', name: 'Wind', market: 'FR', mwh: 4, rates: { CO2: 0, CH4: 0, N2O: 0 } }
  const vintage = { vintage_from: '2050-01-01', vintage_to: '2050-12-31' }
  const { body: instrument } = await as('POST', '/instruments', { ...wind, ...vintage })
  const allocated = await as('POST', `/instruments/${instrument.id}/allocations`, { cycle_id: id, mwh: 4 })
  expect(allocated.status).toBe(200)
  const ofRate = { scores: {}, range_percent: 3, reason: 'The seller measures it' }
  expect((await as('PATCH', `/instruments/${instrument.id}/quality`, ofRate)).status).toBe(200)
  const control = { ownership_pct: 40, financial_control: false, operational_control: true }
  const stated = await as('PATCH', `/cycles/${id}/boundary`, { sites: [{ site: 'porto', control }] })
  expect(stated.status).toBe(200)
  const declaration = { state: 'excluded', reason: 'Two fridges', estimated_percent: 0.01 }
  const declared = await as('PATCH', `/cycles/${id}/declarations`, {
    sources: [
      { scope: 1, name: 'Offices', declaration },
      { scope: 3, s3_category: 14, declaration: { state: 'zero', reason: 'No franchise was open' } },
    ],
  })
  expect(declared.status).toBe(200)
  const gap = { table_id: one.tableId, month: '2050-03', site: 'lyon', source: 'meter 1' }
  const gone = await as('PATCH', `/cycles/${id}/declared_gaps`, {
    gaps: [{ ...gap, declaration: { state: 'not_applicable', reason: 'The meter was taken out' } }],
  })
  expect(gone.status).toBe(204)
  await lock(id)
  return { id, rowIds }
}
