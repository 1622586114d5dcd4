import type { Knex } from 'knex'
import type { Page } from '#shared/api/pagination.ts'
import type { ParameterReply, ParametersQuery } from '#shared/api/parameters.ts'
import type { Action } from '#shared/permissions/roles.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Parameter } from '#server/models/Parameter.ts'
import { formulasNaming } from '#server/parameters/formulasNaming.ts'
import { oneParameterAtATime } from '#server/parameters/saveParameter.ts'
import { authorize } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type CurrentValue, presentParameter } from '#server/presenters/presentParameter.ts'
import { keysetPage } from '../routing/keyset.ts'

/** One page by name. */
export async function listParameters(
  trx: Knex.Transaction,
  { tenantId }: Identity,
  query: ParametersQuery,
): Promise<Page<ParameterReply>> {
  const kind = query['filter[kind]']
  const { data, next_cursor } = await keysetPage<Parameter>(
    Parameter.query(trx)
      .where({ tenant_id: tenantId, ...(kind && { kind }) })
      .whereNull('deleted_at'),
    { columns: ['lower(name)', 'id'], keyOf: ({ name, id }) => [name.toLowerCase(), id] },
    query,
  )
  return { data: await presentedParameters(trx, tenantId, data), next_cursor }
}

/** To be changed: as it is now, and nobody else changes one meanwhile. Throws NotFoundError and PermissionError. */
export async function loadParameter(
  trx: Knex.Transaction,
  identity: Identity,
  action: Action,
  id: string,
): Promise<Parameter> {
  if (action !== 'read') {
    await oneParameterAtATime(trx)
  }
  const { tenantId } = identity
  const found = await Parameter.query(trx).where({ tenant_id: tenantId, id }).whereNull('deleted_at').first()
  if (found === undefined) {
    throw new NotFoundError('parameter')
  }
  authorize(identity, action, 'Parameter', { tenantId })
  return found
}

export async function presentedParameters(
  trx: Knex.Transaction,
  tenantId: string,
  parameters: readonly Parameter[],
): Promise<ParameterReply[]> {
  const ids = parameters.map(({ id }) => id)
  const values: CurrentValue[] = await trx('parameter_values as v')
    .leftJoin('users as u', 'u.id', 'v.made_by')
    .where({ 'v.tenant_id': tenantId })
    .whereIn('v.parameter_id', ids)
    .whereNull('v.superseded_at')
    .orderBy('v.year', 'desc')
    .select('v.parameter_id', 'v.year', 'v.value', 'v.source', 'v.source_url', 'v.created_at', 'v.made_by')
    .select('u.name as made_by_name')
  const byParameter = Map.groupBy(values, ({ parameter_id: of }) => of)
  const formulas = await formulasNaming(trx, tenantId, ids)
  return parameters.map((one) => presentParameter(one, byParameter.get(one.id) ?? [], formulas.get(one.id) ?? 0))
}
