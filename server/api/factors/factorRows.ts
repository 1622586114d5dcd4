import type { Knex } from 'knex'

/** Factors with their sets, as `FactorRow` has them. */
export function factorRows(db: Knex): Knex.QueryBuilder {
  return db('factors as f')
    .join('factor_sets as s', 's.id', 'f.factor_set_id')
    .select(
      'f.id',
      'f.name',
      'f.path',
      'f.unit',
      'f.scope',
      'f.year',
      'f.geography',
      'f.table_name',
      'f.row_ref',
      'f.gwp_basis',
      'f.normalised',
      'f.unusable_reason',
      { set_id: 's.id' },
      's.publisher',
      's.title',
      's.edition',
      's.licence',
      's.url',
    )
}
