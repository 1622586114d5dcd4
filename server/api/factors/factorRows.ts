import type { Knex } from 'knex'
import type { FactorRow } from '#server/presenters/presentFactor.ts'

/** Factors of the library, as `FactorRow` has them. */
export function factorRows(db: Knex): Knex.QueryBuilder {
  return libraryFactors(db).select(
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
    'f.status',
    'f.set_id',
    'f.publisher',
    'f.title',
    'f.edition',
    'f.licence',
    'f.url',
  )
}

/** The same without what is read of them: what was published and, in a transaction of a tenant, what that tenant keeps itself. */
export function libraryFactors(db: Knex): Knex.QueryBuilder {
  return db('library_factors as f')
}

/** The same row of a publication in all its editions, with what corrects it or was corrected by it, oldest first. */
export async function editionsOf(db: Knex, { id, superseded_by: successor }: FactorRow): Promise<FactorRow[]> {
  return factorRows(db)
    .where((either) => {
      void either
        .where('f.series', db('library_factors').where({ id }).select('series'))
        .orWhereIn('f.id', successor === null ? [] : [successor])
        .orWhereRaw(`f.published ->> 'supersededBy' = ?`, [id])
    })
    .orderByRaw(`f.year, NOT jsonb_exists(f.published, 'supersededBy'), f.set_year, f.id`)
}
