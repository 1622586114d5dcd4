import type { Knex } from 'knex'
import {
  FacetsQuery,
  FacetsReply,
  FactorDetailQuery,
  FactorDetailReply,
  FactorsQuery,
  FactorsReply,
} from '#shared/api/factors.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { loadGwpTable } from '#server/emissions/sheetSchema.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { type FactorRow, type Gwps, presentGases, presentListedFactor } from '#server/presenters/presentFactor.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { factorFacets } from './factorFacets.ts'
import { editionsOf, factorRows } from './factorRows.ts'
import { factorUses } from './factorUses.ts'
import { narrowFactors } from './narrowFactors.ts'
import { RANKED, rankFactors, rankOf, type RankedFactor } from './rankFactors.ts'

const TAG = 'Factors'

const list = route({
  method: 'get',
  path: '/factors',
  tag: TAG,
  summary: 'Published emission factors, best match first; search and filters add up',
  query: FactorsQuery,
  reply: FactorsReply,
  async handle({ identity, query, services: { db } }) {
    authorizeKind(identity, 'read', 'Factor')
    const { search, sort = search === undefined ? 'name' : 'match', near_year: nearYear } = query
    const rows = narrowFactors(factorRows(db), query)
    const page = await (sort === 'match'
      ? keysetPage<RankedFactor>(rankFactors(db, rows, { search, nearYear }), { columns: RANKED, keyOf: rankOf }, query)
      : keysetPage<FactorRow>(rows, { columns: ['f.name', 'f.id'], keyOf: (row) => [row.name, row.id] }, query))
    const gwps = await db.transaction((trx) => gwpsOf(trx, query.gwp_set))
    return { ...page, data: page.data.map((row) => presentListedFactor(row, gwps)) }
  },
})

const facets = route({
  method: 'get',
  path: '/factors/facets',
  tag: TAG,
  summary: 'How many factors each publication, scope, place and basis has, within a search',
  query: FacetsQuery,
  reply: FacetsReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'Factor')
    return factorFacets(services.db, query)
  },
})

const get = route({
  method: 'get',
  path: '/factors/{id}',
  freeParams: ['id'],
  tag: TAG,
  summary: 'One factor: its record exactly as published, the same row in other editions, and where it is used',
  query: FactorDetailQuery,
  reply: FactorDetailReply,
  async handle({ identity, params, query, services }) {
    authorizeKind(identity, 'read', 'Factor')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const row: (FactorRow & { published: Record<string, unknown> }) | undefined = await factorRows(trx)
        .where('f.id', params['id']!)
        .select('f.published')
        .first()
      if (row === undefined) {
        throw new NotFoundError('factor')
      }
      const gwps = await gwpsOf(trx, query.gwp_set)
      return {
        ...presentListedFactor(row, gwps),
        gases: presentGases(row, gwps),
        published: row.published,
        editions: (await editionsOf(trx, row)).map((edition) => presentListedFactor(edition, gwps)),
        uses: await factorUses(trx, identity, row.id),
      }
    })
  },
})

export const factorRoutes = [list, facets, get]

const gwpsOf = async (trx: Knex.Transaction, set: GwpSet): Promise<Gwps> => ({
  set,
  table: await loadGwpTable(trx, set),
})
