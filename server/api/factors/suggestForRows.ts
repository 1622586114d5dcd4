import type { Knex } from 'knex'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { Field } from '#shared/fields/field.ts'
import { NOWHERE, type SitePlace } from '#shared/places/sitePlace.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { suggestFactors } from '#server/factors/suggestFactors.ts'
import { placesOf, readableSites } from '#server/places/sitePlaces.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { gwpsOf } from './factorDetail.ts'

/** The factors that fit rows of a factor field: its unit, the scope of its module and the basis of the cycle are known. */
export async function suggestForRows(
  trx: Knex.Transaction,
  identity: Identity,
  { access, field }: { access: SheetAccess; field: Field },
  rows: readonly { activity: string; site: string | null }[],
): Promise<FactorSuggestion[]> {
  const { cycle, module } = access
  const names = await readableSites(trx, identity, cycle.projectId)
  const places = await placesOf(trx, cycle.projectId)
  // a site that is not theirs to read is as one of which nothing is stated
  const placeAt = (site: string | null): SitePlace =>
    (site !== null && names.has(site) ? places.get(site) : undefined) ?? NOWHERE
  const questions = rows.map(({ activity, site }) => ({
    activity,
    unit: field.unit,
    scope: module.scope,
    place: placeAt(site),
    factorYear: cycle.factorYear,
    gwpSet: cycle.gwpSet,
    publisher: null,
  }))
  return suggestFactors(trx, questions, await gwpsOf(trx, cycle.gwpSet))
}

/** A field of factors that the person may read. Throws NotFoundError. */
export function factorField({ readable }: SheetAccess, fieldId: string | undefined): Field {
  const field = readable.find(({ id }) => id === fieldId)
  if (field?.type !== 'factor') {
    throw new NotFoundError('field')
  }
  return field
}
