import type { Knex } from 'knex'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { GwpSet, GwpTable } from '#shared/emissions/gas.ts'

/** Puts factors into an otherwise empty library, in one set. */
export async function insertFactors(owner: Knex, factors: readonly EmissionFactor[]): Promise<void> {
  const set = { title: 'Bundled', edition: '1', url: null, licence: 'see its source', gwp_basis: null }
  await owner('factor_sets')
    .insert({ ...set, id: 'bundled', publisher: 'Test', year: 2025 })
    .onConflict()
    .ignore()
  await owner('factors').insert(
    factors.map((factor) => ({
      id: factor.id,
      factor_set_id: 'bundled',
      name: factor.name,
      path: [factor.name],
      unit: factor.unit,
      year: factor.year,
      geography: factor.geography,
      table_name: factor.table,
      row_ref: factor.row,
      published: '{}',
      normalised: JSON.stringify(factor),
      search_text: factor.name.toLowerCase(),
    })),
  )
}

export async function insertGwps(owner: Knex, set: GwpSet, table: GwpTable): Promise<void> {
  await owner('gwp_values').insert(
    Object.entries(table).map(([species, gwp]) => ({ gwp_set: set, species, gwp, source: 'IPCC' })),
  )
}
