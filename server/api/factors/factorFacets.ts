import type { Knex } from 'knex'
import { FACTOR_BASES, FACTOR_STATUSES, type FacetsQuery, type FacetsReply } from '#shared/api/factors.ts'
import { libraryFactors } from './factorRows.ts'
import { BASIS, narrowFactors } from './narrowFactors.ts'

/** The largest publications have one place; what has hundreds is found by searching. */
const MOST_PLACES = 100

/** How many factors each choice would leave. A choice among the same kind adds, so its own filter does not count for it. */
export async function factorFacets(db: Knex, query: FacetsQuery): Promise<FacetsReply> {
  const without = (filter: keyof FacetsQuery): Knex.QueryBuilder =>
    narrowFactors(libraryFactors(db), { ...query, [filter]: undefined })
  const found = await countOf(narrowFactors(libraryFactors(db), query))
  const all = await countOf(libraryFactors(db))
  const sets: FacetsReply['factor_sets'] = await without('filter[factor_set]')
    .groupBy('f.set_id', 'f.publisher', 'f.title', 'f.edition', 'f.set_year')
    .orderBy(['f.publisher', { column: 'f.set_year', order: 'desc' }, 'f.set_id'])
    .select('f.set_id as id', 'f.publisher', 'f.title', 'f.edition', 'f.set_year as year', countAs(db))
  const scopes: FacetsReply['scopes'] = await without('filter[scope]')
    .whereNotNull('f.scope')
    .groupBy('f.scope')
    .orderBy('f.scope')
    .select('f.scope', countAs(db))
  const geographies: FacetsReply['geographies'] = await without('filter[geography]')
    .groupBy('f.geography')
    .orderBy([{ column: 'count', order: 'desc' }, 'f.geography'])
    .select('f.geography', countAs(db))
    .limit(MOST_PLACES)
  const bases: FacetsReply['bases'] = await without('filter[basis]')
    .whereNotNull('f.normalised')
    .groupByRaw('1')
    .select(db.raw(`${BASIS} AS basis`), countAs(db))
  const statuses: FacetsReply['statuses'] = await without('filter[status]')
    .groupBy('f.status')
    .select('f.status', countAs(db))
  const order = (basis: FacetsReply['bases'][number]['basis']): number => FACTOR_BASES.indexOf(basis)
  const place = (status: FacetsReply['statuses'][number]['status']): number => FACTOR_STATUSES.indexOf(status)
  return {
    found,
    all,
    factor_sets: sets,
    scopes,
    geographies,
    bases: bases.toSorted((a, b) => order(a.basis) - order(b.basis)),
    statuses: statuses.toSorted((a, b) => place(a.status) - place(b.status)),
  }
}

const countAs = (db: Knex): Knex.Raw => db.raw('count(*)::int AS count')

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [counted]: { count: number }[] = await rows.select(rows.client.raw('count(*)::int AS count'))
  return counted?.count ?? 0
}
