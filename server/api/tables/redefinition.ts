import type { Knex } from 'knex'
import { RedefinitionBody, RedefinitionPreview } from '#shared/api/redefinition.ts'
import { FieldReply } from '#shared/api/tables.ts'
import { fieldsVersion } from '#server/commands/fieldsVersion.ts'
import type { Redefinition } from '#server/commands/planRedefinition.ts'
import { AppError } from '#server/errors/AppError.ts'
import { Cycle } from '#server/models/Cycle.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import { presentField } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { fieldOf, loadField, loadTable } from './loadTable.ts'

const preview = route({
  method: 'post',
  path: '/tables/{id}/fields/{field_id}/redefinition/preview',
  tag: 'Modules and tables',
  summary: 'What another type, unit or formula of a field would do to its cells and results, by cycle. Changes nothing',
  body: RedefinitionBody,
  reply: RedefinitionPreview,
  async handle({ identity, params, body, services }) {
    const { tenantId } = identity
    const load = (trx: Knex.Transaction): Promise<Redefinition> => loadRedefinition(trx, identity, params, body)
    const { field, cycles } = await inTenant(services.db, tenantId, load)
    for (const { id: cycleId } of cycles) {
      await services.collaboration.waitUntilProjected(tenantId, { tableId: field.tableId, cycleId })
    }
    const { previewRedefinition } = await import('#server/commands/previewRedefinition.ts')
    return inTenant(services.db, tenantId, async (trx) => previewRedefinition(trx, await load(trx)))
  },
})

const redefine = route({
  method: 'post',
  path: '/tables/{id}/fields/{field_id}/redefinition',
  tag: 'Modules and tables',
  summary:
    'Give a field another type, unit or formula, with its cells; for administrators of its module. Locked cycles keep it as it was. Open sheets follow at once',
  body: RedefinitionBody,
  reply: FieldReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    // The parser is large and rarely needed, so it is loaded with the first formula.
    const { redefineField } = await import('#server/commands/redefineField.ts')
    const { settleGathers } = await import('#server/commands/settleGathers.ts')
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { field, conversion } = await inTenant(services.db, tenantId, async (trx) => {
        const redefinition = await loadRedefinition(trx, identity, params, body)
        return { ...redefinition, conversion: await redefineField(trx, identity, redefinition, ip) }
      })
      if (conversion === null) {
        return presentField(field)
      }
      if ((await services.collaboration.convertField(conversion)) === 'changed') {
        return inTenant(services.db, tenantId, async (trx) => {
          await settleGathers(trx, tenantId, field.tableId)
          return presentField(await fieldOf(trx, field.id))
        })
      }
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
    }
    throw tooBusy()
  },
})

export const redefinitionRoutes = [preview, redefine]

/** Somebody folds a document of the table, or changes another of its fields, seldom more than a few times in a row. */
const MAX_ATTEMPTS = 20
const WAIT_MS = 250

async function loadRedefinition(
  trx: Knex.Transaction,
  identity: Identity,
  params: Readonly<Record<string, string>>,
  body: RedefinitionBody,
): Promise<Redefinition> {
  const [tableId, fieldId] = [params['id']!, params['field_id']!]
  const { place } = await loadTable(trx, identity, tableId)
  const version = await fieldsVersion(trx, identity.tenantId, tableId)
  const { field, readable } = await loadField(trx, identity, { tableId, fieldId, place, isLocked: false })
  const cycles = await Cycle.query(trx)
    .where({ project_id: place.projectId })
    .whereNull('deleted_at')
    .orderBy('starts_on', 'desc')
  return { field, fields: await loadFields(trx, tableId), readable, cycles, body, grants: identity.grants, version }
}

const tooBusy = (): AppError =>
  new AppError({
    code: 'unavailable',
    status: 503,
    detail: 'The field could not be changed while so much else is. Nothing was changed. Try again.',
    retryAfterSeconds: 5,
  })
