/** Makes the first table of a test tenant count: a fuel, and emissions from its quantity in kWh. */
import type { Knex } from 'knex'
import type { TestTenant } from '#server/testing/seedTenant.ts'

const NONE = { gasesKg: {}, co2eOnlyKg: null, co2eOnlyGwp: null, biogenicCo2Kg: null }
/** Kilograms per kWh. The factor of 2024 was published only as CO2e, by AR5. */
const FACTORS = {
  gas2025: { year: 2025, gwp_basis: null, amounts: { ...NONE, gasesKg: { CO2: 0.1, CH4_fossil: 0.01 } } },
  gas2024: { year: 2024, gwp_basis: 'AR5', amounts: { ...NONE, co2eOnlyKg: 0.2, co2eOnlyGwp: 'AR5' } },
  wood2025: { year: 2025, gwp_basis: null, amounts: { ...NONE, gasesKg: { CO2: 0.05 } } },
  wood2024: { year: 2024, gwp_basis: null, amounts: { ...NONE, gasesKg: { CO2: 0.04 } } },
}

export async function insertTestFactors(owner: Knex): Promise<void> {
  const set = {
    id: 'set',
    publisher: 'Test',
    title: 'Test',
    edition: '1',
    year: 2025,
    licence: 'none',
    gwp_basis: null,
  }
  await owner('factor_sets').insert(set)
  await owner('gwp_values').insert([
    { gwp_set: 'AR6', species: 'CO2', gwp: 1, source: 'test' },
    { gwp_set: 'AR6', species: 'CH4_fossil', gwp: 29.8, source: 'test' },
    { gwp_set: 'AR5', species: 'CO2', gwp: 1, source: 'test' },
    { gwp_set: 'AR5', species: 'CH4_fossil', gwp: 28, source: 'test' },
  ])
  await owner('factors').insert(
    Object.entries(FACTORS).map(([id, { year, gwp_basis, amounts }]) => ({
      id,
      factor_set_id: set.id,
      name: id,
      path: [],
      unit: 'kWh',
      year,
      geography: 'GB',
      gwp_basis,
      table_name: 'Test',
      row_ref: id,
      published: '{}',
      normalised: JSON.stringify({
        id,
        name: id,
        unit: 'kWh',
        year,
        geography: 'GB',
        publisher: 'Test',
        dataset: 'Test',
        edition: '1',
        table: 'Test',
        row: id,
        licence: 'x',
        ...amounts,
      }),
      search_text: id,
    })),
  )
}

export async function insertCountingTable(owner: Knex, { tenantId, tableId }: TestTenant): Promise<void> {
  const options = ['gas', 'wood'].map((id) => ({ id, label: id, factors: { 2024: `${id}2024`, 2025: `${id}2025` } }))
  const field = (key: string, ordinal: number, more: object) => ({
    tenant_id: tenantId,
    table_id: tableId,
    key,
    name: key,
    ordinal,
    position: ordinal,
    ...more,
  })
  await owner('fields').insert(field('fuel', 20, { type: 'option', required: true, options: JSON.stringify(options) }))
  const formula = 'quantity * factor(fuel, "CO2e")'
  await owner('fields').insert(field('co2e', 21, { type: 'formula', unit: 'kgCO2e', role: 'emissions', formula }))
}
