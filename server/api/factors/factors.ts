import {
  FacetsQuery,
  FacetsReply,
  FactorDetailQuery,
  FactorDetailReply,
  FactorsQuery,
  FactorsReply,
} from '#shared/api/factors.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { type FactorRow, presentListedFactor } from '#server/presenters/presentFactor.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { factorFacets } from './factorFacets.ts'
import { factorDetail, gwpsOf } from './factorDetail.ts'
import { factorRows } from './factorRows.ts'
import { narrowFactors } from './narrowFactors.ts'
import { RANKED, rankFactors, rankOf, type RankedFactor } from './rankFactors.ts'

const TAG = 'Factors'

const list = route({
  method: 'get',
  path: '/factors',
  tag: TAG,
  summary: 'Emission factors, published and your own, best match first; search and filters add up',
  query: FactorsQuery,
  reply: FactorsReply,
  async handle({ identity, query, services: { db } }) {
    authorizeKind(identity, 'read', 'Factor')
    const { search, sort = search === undefined ? 'name' : 'match', near_year: nearYear } = query
    return inTenant(db, identity.tenantId, async (trx) => {
      const rows = narrowFactors(factorRows(trx), query)
      const ranked = { columns: RANKED, keyOf: rankOf }
      const named = { columns: ['f.name', 'f.id'], keyOf: (row: FactorRow) => [row.name, row.id] }
      const page = await (sort === 'match'
        ? keysetPage<RankedFactor>(rankFactors(trx, rows, { search, nearYear }), ranked, query)
        : keysetPage<FactorRow>(rows, named, query))
      const gwps = await gwpsOf(trx, query.gwp_set)
      return { ...page, data: page.data.map((row) => presentListedFactor(row, gwps)) }
    })
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
    return inTenant(services.db, identity.tenantId, (trx) => factorFacets(trx, query))
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
    return inTenant(services.db, identity.tenantId, (trx) =>
      factorDetail(trx, identity, services, params['id']!, query.gwp_set),
    )
  },
})

export const factorRoutes = [list, facets, get]
