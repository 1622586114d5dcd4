import type { Knex } from 'knex'
import type { FactorRow } from '#server/presenters/presentFactor.ts'

/** Factors with their sets, as `FactorRow` has them. */
export function factorRows(db: Knex): Knex.QueryBuilder {
  return factorsWithSets(db).select(
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
    db.raw(`f.published ->> 'use' AS use`),
    db.raw(`f.published ->> 'supersededBy' AS superseded_by`),
    { set_id: 's.id' },
    's.publisher',
    's.title',
    's.edition',
    's.licence',
    's.url',
  )
}

/** The same without what is read of them. */
export function factorsWithSets(db: Knex): Knex.QueryBuilder {
  return db('factors as f').join('factor_sets as s', 's.id', 'f.factor_set_id')
}

/** The same row of a publication in all its editions, with what corrects it or was corrected by it, oldest first. */
export async function editionsOf(db: Knex, { id, superseded_by: successor }: FactorRow): Promise<FactorRow[]> {
  return factorRows(db)
    .where((either) => {
      void either
        .where('f.series', db('factors').where({ id }).select('series'))
        .orWhereIn('f.id', successor === null ? [] : [successor])
        .orWhereRaw(`f.published ->> 'supersededBy' = ?`, [id])
    })
    .orderByRaw(`f.year, NOT jsonb_exists(f.published, 'supersededBy'), s.year, f.id`)
}
