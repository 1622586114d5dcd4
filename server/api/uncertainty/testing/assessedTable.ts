/** Makes the first table of a test tenant one of fuel whose rows may say how sure they are. */
import type { Knex } from 'knex'
import { factorOf } from '#formulas/testing/context.ts'
import { insertFactors, insertGwps } from '#server/testing/insertFactors.ts'
import type { TestTenant } from '#server/testing/seedTenant.ts'

export async function insertFuels(owner: Knex): Promise<void> {
  await insertGwps(owner, 'AR6', { CO2: 1, CH4: 27.9, 'CH4-fossil': 29.8, N2O: 273 })
  await insertFactors(owner, [factorOf('gas', 'kWh', { CO2: 2 }), factorOf('oil', 'kWh', { CO2: 3 })])
}

const GRADES = ['Very good', 'Good', 'Fair', 'Poor']

/** Answers ids of the fields by key. */
export async function insertAssessedTable(
  owner: Knex,
  { tenantId, tableId }: TestTenant,
): Promise<Record<string, string>> {
  const place = { tenant_id: tenantId, table_id: tableId, options: '[]' }
  const fuels = ['gas', 'oil'].map((id) => ({ id, label: id, factors: { 2024: id, 2025: id } }))
  const grades = GRADES.map((label) => ({ id: label.slice(0, 4).trim().toLowerCase(), label }))
  const fields = [
    { key: 'fuel', type: 'option', options: JSON.stringify(fuels) },
    { key: 'co2e', type: 'formula', unit: 'kgCO2e', role: 'emissions', formula: 'quantity * factor(fuel, "CO2e")' },
    { key: 'range', type: 'number', unit: '%' },
    { key: 'reliability', type: 'option', options: JSON.stringify(grades) },
    { key: 'completeness', type: 'number' },
  ]
  await owner('fields').insert(
    fields.map((field, at) => ({ ...place, name: field.key, ordinal: 20 + at, position: 20 + at, ...field })),
  )
  const rows: { key: string; id: string }[] = await owner('fields').where({ table_id: tableId }).select('key', 'id')
  return Object.fromEntries(rows.map(({ key, id }) => [key, id]))
}
