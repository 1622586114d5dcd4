import type { Knex } from 'knex'
import { FACTOR_BASES, type FacetsQuery, type FacetsReply } from '#shared/api/factors.ts'
import { factorsWithSets } from './factorRows.ts'
import { BASIS, narrowFactors } from './narrowFactors.ts'

/** The largest publications have one place; what has hundreds is found by searching. */
const MOST_PLACES = 100

/** How many factors each choice would leave. A choice among the same kind adds, so its own filter does not count for it. */
export async function factorFacets(db: Knex, query: FacetsQuery): Promise<FacetsReply> {
  const without = (filter: keyof FacetsQuery): Knex.QueryBuilder =>
    narrowFactors(factorsWithSets(db), { ...query, [filter]: undefined })
  const [found, all, sets, scopes, geographies, bases]: Counted = await Promise.all([
    countOf(narrowFactors(factorsWithSets(db), query)),
    countOf(factorsWithSets(db)),
    without('filter[factor_set]')
      .groupBy('s.id')
      .orderBy(['s.publisher', { column: 's.year', order: 'desc' }, 's.id'])
      .select('s.id', 's.publisher', 's.title', 's.edition', 's.year', db.raw('count(*)::int')),
    without('filter[scope]')
      .whereNotNull('f.scope')
      .groupBy('f.scope')
      .orderBy('f.scope')
      .select('f.scope', db.raw('count(*)::int')),
    without('filter[geography]')
      .groupBy('f.geography')
      .orderBy([{ column: 'count', order: 'desc' }, 'f.geography'])
      .select('f.geography', db.raw('count(*)::int'))
      .limit(MOST_PLACES),
    without('filter[basis]')
      .whereNotNull('f.normalised')
      .groupByRaw('1')
      .select(db.raw(`${BASIS} AS basis, count(*)::int`)),
  ])
  const order = (basis: FacetsReply['bases'][number]['basis']): number => FACTOR_BASES.indexOf(basis)
  return {
    found,
    all,
    factor_sets: sets,
    scopes,
    geographies,
    bases: bases.toSorted((a, b) => order(a.basis) - order(b.basis)),
  }
}

type Counted = [
  found: number,
  all: number,
  sets: FacetsReply['factor_sets'],
  scopes: FacetsReply['scopes'],
  geographies: FacetsReply['geographies'],
  bases: FacetsReply['bases'],
]

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [counted]: { count: number }[] = await rows.select(rows.client.raw('count(*)::int AS count'))
  return counted?.count ?? 0
}
