import type { Knex } from 'knex'
import {
  FactorQualityBody,
  FactorQualityReply,
  QUALITY_COLUMNS,
  TableQualityBody,
  TableQualityReply,
} from '#shared/api/quality.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { authorize, authorizeKind } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { assessmentsOfFactor, tableAssessments } from '#server/uncertainty/assessments.ts'
import { saidQuality } from '#server/uncertainty/saidQuality.ts'
import { allColumns, saveFactorQuality, saveTableQuality } from '#server/uncertainty/saveQuality.ts'
import { namesOf } from '#server/uncertainty/namesOf.ts'
import { loadTable, lockFields } from '../tables/loadTable.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Uncertainty'

const ofTable = route({
  method: 'get',
  path: '/tables/{id}/quality',
  tag: TAG,
  summary:
    'How sure the rows of a table are: the fields that say it, as far as you may read them, and what holds without',
  reply: TableQualityReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, params['id']!)
      const { grants } = identity
      const readable = readableFields(await loadFields(trx, table.id), rolesOn(grants, place), grants)
      const found = (await tableAssessments(trx, [table.id])).get(table.id)
      const columns = allColumns(found?.columns ?? {})
      const shown = QUALITY_COLUMNS.map((column) => {
        const isShown = readable.some(({ id }) => id === columns[column])
        return [column, isShown ? columns[column] : null] as const
      })
      const names = await namesOf(trx, [found?.madeBy])
      return {
        columns: allColumns(Object.fromEntries(shown)),
        range_percent: found?.rangePercent ?? null,
        scores: found?.scores ?? {},
        reason: found?.reason ?? null,
        made_by: names.get(found?.madeBy ?? '') ?? null,
        made_at: found?.madeAt.toISOString() ?? null,
      }
    })
  },
})

const setTable = route({
  method: 'patch',
  path: '/tables/{id}/quality',
  tag: TAG,
  summary:
    'Say how sure the rows of a table are: by which fields, and what holds where those are empty; for administrators of its module. Locked cycles keep what held',
  body: TableQualityBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const { table, place } = await loadTable(trx, identity, params['id']!)
      authorize(identity, 'manage', 'Table', { tenantId: identity.tenantId, ...place })
      const readable = readableFields(await lockFields(trx, table), rolesOn(identity.grants, place), identity.grants)
      await saveTableQuality(trx, identity, { tableId: table.id, readable, body, origin: ip })
    })
  },
})

const ofFactor = route({
  method: 'get',
  path: '/factors/{id}/quality',
  freeParams: ['id'],
  tag: TAG,
  summary: 'How sure your company thinks a factor is, who said so, when and why',
  reply: FactorQualityReply,
  async handle({ identity, params, services }) {
    authorizeKind(identity, 'read', 'FactorQuality')
    return inTenant(services.db, identity.tenantId, (trx) => presentFactorQuality(trx, params['id']!))
  },
})

const setFactor = route({
  method: 'patch',
  path: '/factors/{id}/quality',
  freeParams: ['id'],
  tag: TAG,
  summary:
    'Say how sure a factor is, as a range or by scores; for administrators and data owners of the company. Locked cycles keep what held',
  body: FactorQualityBody,
  reply: FactorQualityReply,
  async handle({ identity, params, body, services, ip }) {
    const factorId = params['id']!
    mayAssess(identity)
    return inTenant(services.db, identity.tenantId, async (trx) => {
      await factorExists(trx, factorId)
      await saveFactorQuality(trx, identity, { factorId, body, origin: ip })
      return presentFactorQuality(trx, factorId)
    })
  },
})

export const qualityRoutes = [ofTable, setTable, ofFactor, setFactor]

const mayAssess = (identity: Identity): void =>
  authorize(identity, 'manage', 'FactorQuality', { tenantId: identity.tenantId })

async function factorExists(trx: Knex.Transaction, id: string): Promise<void> {
  if ((await trx('library_factors').where({ id }).first('id')) === undefined) {
    throw new NotFoundError('factor')
  }
}

async function presentFactorQuality(trx: Knex.Transaction, factorId: string): Promise<FactorQualityReply> {
  await factorExists(trx, factorId)
  return saidQuality(trx, await assessmentsOfFactor(trx, factorId))
}
