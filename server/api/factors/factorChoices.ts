import { FactorChoicesBody, FactorChoicesReply, KeptChoices } from '#shared/api/factorChoices.ts'
import { RowsCycleQuery } from '#shared/api/rows.ts'
import type { Field } from '#shared/fields/field.ts'
import { LockedError } from '#server/errors/LockedError.ts'
import { PermissionError } from '#server/errors/PermissionError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { choicesOfRow, keepChoices } from '#server/factors/keepChoices.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { type Route, route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'
import { factorField, suggestForRows } from './suggestForRows.ts'

const TAG = 'Rows'

/** Why cells name their factors, where those were chosen from a suggestion. */
export const factorChoiceRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/tables/{id}/fields/{field_id}/choices',
    tag: TAG,
    summary: 'Keep why rows name the suggested factor; the cells themselves are written as any others',
    body: FactorChoicesBody,
    reply: KeptChoices,
    async handle({ identity, params, body, services }) {
      const sheet = { tableId: params['id']!, cycleId: body.cycle_id }
      const { access } = await loadSheetAccess(services, identity, sheet)
      const field = factorField(access, params['field_id'])
      if (access.locked) {
        throw new LockedError()
      }
      if (!access.writable.has(field.ordinal)) {
        throw new PermissionError('update', 'Row', field.key)
      }
      const activity = activityField(access.readable, body.activity_field)
      const site = access.readable.find(({ role }) => role === 'site')
      const cells = {
        ...sheet,
        ordinal: field.ordinal,
        activityOrdinal: activity?.ordinal ?? null,
        siteOrdinal: site?.ordinal ?? null,
      }
      await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
      return inTenant(services.db, identity.tenantId, async (trx) => {
        const suggestions = await suggestForRows(trx, identity, { access, field }, body.choices)
        const groups = body.choices.map(({ rows }, i) => ({ rows, suggestion: suggestions[i]! }))
        return { kept: await keepChoices(trx, identity, cells, groups) }
      })
    },
  }),
  route({
    method: 'get',
    path: '/tables/{id}/rows/{row_id}/factor_choices',
    freeParams: ['row_id'],
    tag: TAG,
    summary: 'Why the cells of a row name their factors, with everything that was refused',
    query: RowsCycleQuery,
    reply: FactorChoicesReply,
    async handle({ identity, params, query, services }) {
      const sheet = { tableId: params['id']!, cycleId: query.cycle_id }
      const { access } = await loadSheetAccess(services, identity, sheet)
      await services.collaboration.waitUntilProjected(identity.tenantId, sheet)
      const known = new Map(access.readable.map((field) => [field.ordinal, field]))
      const isKnown = (ordinal: number | null): boolean => ordinal === null || known.has(ordinal)
      const kept = await inTenant(services.db, identity.tenantId, (trx) =>
        choicesOfRow(trx, { ...sheet, rowId: params['row_id']! }),
      )
      return {
        // what was asked tells of the cells that it was read from
        data: kept.flatMap(({ ordinal, activity_ordinal: activity, site_ordinal: site, ...choice }) => {
          const field = known.get(ordinal)
          return field === undefined || !isKnown(activity) || !isKnown(site)
            ? []
            : [
                {
                  field: field.key,
                  suggestion: choice.suggestion,
                  made_at: choice.made_at.toISOString(),
                  made_by: { id: choice.made_by, name: choice.made_by_name ?? '' },
                },
              ]
        }),
      }
    },
  }),
]

/** Throws ValidationError when there is none that the person may read. */
function activityField(readable: readonly Field[], key: string | null): Field | null {
  const field = key === null ? null : readable.find((one) => one.key === key)
  if (field === undefined) {
    const message = 'This table has no such field that you may read. Send the key of one, or null.'
    throw new ValidationError([{ path: 'activity_field', code: 'not-found', message }])
  }
  return field
}
