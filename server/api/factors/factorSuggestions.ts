import { FactorSuggestion, SuggestionQuery, SuggestionsBody, SuggestionsReply } from '#shared/api/factorSuggestions.ts'
import { factorYearOf } from '#shared/cycles/period.ts'
import type { SitePlace } from '#shared/places/sitePlace.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { suggestFactors } from '#server/factors/suggestFactors.ts'
import { placeDetails } from '#server/places/placeDetails.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { type Route, route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { gwpsOf } from './factorDetail.ts'
import { factorField, suggestForRows } from './suggestForRows.ts'

/** Which factor fits, with the reason and what was refused. */
export const factorSuggestionRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/factors/suggestions',
    tag: 'Factors',
    summary: 'The factor that fits an activity, a unit, a place and a year, why it does, and why the others do not',
    query: SuggestionQuery,
    reply: FactorSuggestion,
    async handle({ identity, query, services }) {
      authorizeKind(identity, 'read', 'Factor')
      const place = placeOf(query)
      return inTenant(services.db, identity.tenantId, async (trx) => {
        const { activity, unit = null, scope = null, gwp_set: gwpSet, publisher = null } = query
        const question = { activity, unit, scope, place, factorYear: yearOf(query), gwpSet, publisher }
        const [suggestion] = await suggestFactors(trx, [question], await gwpsOf(trx, gwpSet))
        return suggestion!
      })
    },
  }),
  route({
    method: 'post',
    path: '/tables/{id}/fields/{field_id}/suggestions',
    tag: 'Rows',
    summary: 'The factors that fit rows of a factor field, by their activity and site; nothing is written',
    body: SuggestionsBody,
    reply: SuggestionsReply,
    async handle({ identity, params, body, services }) {
      const sheet = { tableId: params['id']!, cycleId: body.cycle_id }
      const { access } = await loadSheetAccess(services, identity, sheet)
      const field = factorField(access, params['field_id'])
      return inTenant(services.db, identity.tenantId, async (trx) => ({
        data: await suggestForRows(trx, identity, { access, field }, body.questions),
      }))
    },
  }),
]

/** Throws ValidationError with everything that is wrong with it. */
function placeOf(query: SuggestionQuery): SitePlace {
  const { country = null, subdivision = null, grid_region: gridRegion = null } = query
  const place = { country, subdivision, gridRegion }
  const problems = placeDetails(place)
  if (problems.length > 0) {
    throw new ValidationError(problems)
  }
  return place
}

const yearOf = ({ factor_year: year, starts_on: startsOn = '', ends_on: endsOn = '' }: SuggestionQuery): number =>
  year ?? factorYearOf({ startsOn, endsOn })
