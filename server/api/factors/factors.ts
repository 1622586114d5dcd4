import type { Knex } from 'knex'
import { FactorDetailReply, FactorsQuery, FactorsReply } from '#shared/api/factors.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { type FactorRow, presentFactor } from '#server/presenters/presentFactor.ts'
import { factorRows } from './factorRows.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Factors'

const list = route({
  method: 'get',
  path: '/factors',
  tag: TAG,
  summary: 'Published emission factors, by name; search and filters add up',
  query: FactorsQuery,
  reply: FactorsReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'Factor')
    const page = await keysetPage<FactorRow>(
      narrowed(factorRows(services.db), query),
      { columns: ['f.name', 'f.id'], keyOf: (row) => [row.name, row.id] },
      query,
    )
    return { ...page, data: page.data.map(presentFactor) }
  },
})

const get = route({
  method: 'get',
  path: '/factors/{id}',
  freeParams: ['id'],
  tag: TAG,
  summary: 'One factor with its record exactly as published',
  reply: FactorDetailReply,
  async handle({ identity, params, services }) {
    authorizeKind(identity, 'read', 'Factor')
    const row: (FactorRow & { published: Record<string, unknown> }) | undefined = await factorRows(services.db)
      .where('f.id', params['id']!)
      .select('f.published')
      .first()
    if (row === undefined) {
      throw new NotFoundError('factor')
    }
    return { ...presentFactor(row), published: row.published }
  },
})

export const factorRoutes = [list, get]

function narrowed(rows: Knex.QueryBuilder, query: FactorsQuery): Knex.QueryBuilder {
  const equals = {
    'f.factor_set_id': query['filter[factor_set]'],
    's.publisher': query['filter[publisher]'],
    'f.year': query['filter[year]'],
    'f.scope': query['filter[scope]'],
    'f.geography': query['filter[geography]'],
    'f.unit': query['filter[unit]'],
  }
  for (const [column, value] of Object.entries(equals)) {
    if (value !== undefined) {
      void rows.where(column, value)
    }
  }
  if (query['filter[usable]'] !== undefined) {
    void rows.whereRaw(`f.normalised IS ${query['filter[usable]'] === 'true' ? 'NOT ' : ''}NULL`)
  }
  for (const word of query.search?.toLowerCase().split(/\s+/) ?? []) {
    void rows.where('f.search_text', 'like', `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  }
  return rows
}
