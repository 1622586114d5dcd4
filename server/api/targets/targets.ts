import { TargetLookupBody, TargetLookupReply, TargetsQuery, TargetsReply } from '#shared/api/targets.ts'
import { isPointing } from '#shared/fields/target.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import type { AppServices } from '../AppServices.ts'
import { route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { type PointingField, withTargets } from './withTargets.ts'

const TAG = 'Rows'

const search = route({
  method: 'get',
  path: '/tables/{id}/fields/{field_id}/targets',
  tag: TAG,
  summary: 'What a cell of a person, reference or factor field can point at, best match first',
  query: TargetsQuery,
  reply: TargetsReply,
  async handle({ identity, params, query, services }) {
    const pointing = await loadPointing(services, identity, params, query.cycle_id)
    const words = query.search.toLowerCase().split(/\s+/).filter(Boolean)
    const found = await withTargets(services, pointing, (source) => source.search(words, query.limit))
    return { data: found ?? [], hidden: found === null }
  },
})

const lookup = route({
  method: 'post',
  path: '/tables/{id}/fields/{field_id}/targets',
  tag: TAG,
  summary: 'What values of a person, reference or factor field point at, and what texts name',
  body: TargetLookupBody,
  reply: TargetLookupReply,
  async handle({ identity, params, body, services }) {
    const pointing = await loadPointing(services, identity, params, body.cycle_id)
    const found = await withTargets(services, pointing, (source) => source.lookup([...new Set(body.values)]))
    const unknown = { state: 'unknown', id: null, label: null } as const
    return { data: body.values.map((value) => ({ value, ...(found?.get(value) ?? unknown) })) }
  },
})

export const targetRoutes = [search, lookup]

/** A field that the caller may read, in a sheet that they may read. */
async function loadPointing(
  services: AppServices,
  identity: Identity,
  params: Readonly<Record<string, string>>,
  cycleId: string,
): Promise<PointingField> {
  const { sheet, access } = await loadSheetAccess(services, identity, { tableId: params['id']!, cycleId })
  const field = access.readable.find(({ id }) => id === params['field_id'])
  if (field === undefined || !isPointing(field.type)) {
    throw new NotFoundError('field')
  }
  return { identity, sheet, access, field }
}
