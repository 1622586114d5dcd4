import { SearchQuery, SearchReply } from '#shared/api/search.ts'
import { search } from '#server/search/search.ts'
import { route } from '../routing/Route.ts'

const find = route({
  method: 'get',
  path: '/search',
  tag: 'Search',
  summary: 'Tables, rows, notes, files and factors that have every word, among what you may read',
  query: SearchQuery,
  reply: SearchReply,
  async handle({ identity, query, services }) {
    return search(services, identity, query)
  },
})

export const searchRoutes = [find]
