/** Makes the first table of a test tenant one of bought electricity: kWh of two grids, in scope 2. */
import type { Knex } from 'knex'
import { factorOf } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import type { TestTenant } from '#server/testing/seedTenant.ts'

/** Kilograms per kWh. Portugal states CO2 only. */
const GRIDS = [
  factorOf('france', 'kWh', { CO2: 0.05, 'CH4-fossil': 0.001, N2O: 0.0001 }, { geography: 'FR' }),
  factorOf('portugal', 'kWh', { CO2: 0.2 }, { geography: 'PT' }),
]

export async function insertElectricityTable(owner: Knex, { tenantId, moduleId, tableId }: TestTenant): Promise<void> {
  await owner('modules').where({ id: moduleId }).update({ scope: 2, name: 'Purchased electricity' })
  const options = GRIDS.map(({ id }) => ({ id, label: id, factors: { 2025: id } }))
  const place = { tenant_id: tenantId, table_id: tableId }
  const formula = 'quantity * factor(grid, "CO2e")'
  await owner('fields').insert([
    {
      ...place,
      key: 'grid',
      name: 'Grid',
      ordinal: 20,
      position: 20,
      type: 'option',
      options: JSON.stringify(options),
    },
    {
      ...place,
      key: 'co2e',
      name: 'Emissions',
      ordinal: 21,
      position: 21,
      type: 'formula',
      unit: 'kgCO2e',
      options: '[]',
      role: 'emissions',
      formula,
    },
  ])
}

export async function insertGrids(owner: Knex): Promise<void> {
  await insertGwps(owner, 'AR6', { CO2: 1, CH4: 27.9, 'CH4-fossil': 29.8, N2O: 273 })
  await insertFactors(owner, GRIDS)
}
