import { z } from 'zod'
import {
  FactorSetBody,
  FactorSetDetailReply,
  FactorSetImportBody,
  FactorSetPreviewReply,
  FactorSetsQuery,
  FactorSetsReply,
  FactorSetStatusBody,
  FactorSetTemplateQuery,
  NewFactorSetQuery,
} from '#shared/api/factorSets.ts'
import { loadGwpTable } from '#server/emissions/sheetSchema.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { bringFactorSet, changeFactorSet, discardFactorSet } from '#server/factors/sets/bringFactorSet.ts'
import { compareSet } from '#server/factors/sets/compareSet.ts'
import { importFactorSet } from '#server/factors/sets/importFactorSet.ts'
import { presentPreview, PREVIEW_GWP } from '#server/factors/sets/previewSet.ts'
import { readKeptFile } from '#server/factors/sets/readFile.ts'
import { detailsOf } from '#server/factors/sets/setDetails.ts'
import { setFactorSetStatus } from '#server/factors/sets/setFactorSetStatus.ts'
import { setTemplate, TEMPLATE_TYPES } from '#server/factors/sets/setTemplate.ts'
import { readSet } from '#server/factors/sets/setReaders.ts'
import { FactorSet } from '#server/models/FactorSet.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { READING_LIMITS } from '#server/reading/readingLimits.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { fileName } from '../evidence/fileName.ts'
import { receiveFile } from '../evidence/receiveFile.ts'
import { sendFile } from '../evidence/sendFile.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { factorSetDetail, findFactorSet, loadFactorSet, presentedSets } from './loadFactorSet.ts'

const TAG = 'Factor sets'

const list = route({
  method: 'get',
  path: '/factor_sets',
  tag: TAG,
  summary: 'Sets of factors that the company brought, newest first',
  query: FactorSetsQuery,
  reply: FactorSetsReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'CustomFactor')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const keyOf = ({ createdAt, id }: FactorSet): string[] => [createdAt.toISOString(), id]
      const order = { columns: [`date_trunc('milliseconds', created_at)`, 'id'], keyOf, descending: true }
      const page = await keysetPage<FactorSet>(FactorSet.query(trx), order, query)
      return { ...page, data: await presentedSets(trx, identity, page.data) }
    })
  },
})

const bring = route({
  method: 'post',
  path: '/factor_sets',
  tag: TAG,
  summary: 'Bring a file with factors (.xlsx or .csv); its layout is recognised, and nothing is taken in yet',
  query: NewFactorSetQuery,
  takesFile: true,
  reply: FactorSetDetailReply,
  async handle({ identity, query, services, ip, ctx }) {
    authorizeKind(identity, 'create', 'CustomFactor')
    const { files, maxFileBytes } = services
    const limits = { files, maxFileBytes: Math.min(maxFileBytes, READING_LIMITS.fileBytes) }
    const file = await receiveFile(limits, ctx.req)
    const name = fileName(query.name)
    const book = await readKeptFile(services, file.hash, name)
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const id = await bringFactorSet(trx, identity, { name, file, book, origin: ip })
      return factorSetDetail(trx, identity, services, id)
    })
  },
})

const get = route({
  method: 'get',
  path: '/factor_sets/{id}',
  tag: TAG,
  summary: 'One set: its publication, how its file is read, the beginning of the file, and what was done by whom',
  reply: FactorSetDetailReply,
  async handle({ identity, params, services }) {
    authorizeKind(identity, 'read', 'CustomFactor')
    return inTenant(services.db, identity.tenantId, (trx) => factorSetDetail(trx, identity, services, params['id']!))
  },
})

const change = route({
  method: 'patch',
  path: '/factor_sets/{id}',
  tag: TAG,
  summary: 'Say of which publication a set is and how its file is read, before it is taken in',
  body: FactorSetBody,
  reply: FactorSetDetailReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const set = await loadFactorSet(trx, identity, 'edit', params['id']!)
      await changeFactorSet(trx, identity, { set, body, origin: ip })
      return factorSetDetail(trx, identity, services, set.id)
    })
  },
})

const preview = route({
  method: 'get',
  path: '/factor_sets/{id}/preview',
  tag: TAG,
  summary:
    'What taking a set in would add and change against the earlier edition, and every row that gives no factor with its reason',
  reply: FactorSetPreviewReply,
  async handle({ identity, params, services }) {
    authorizeKind(identity, 'read', 'CustomFactor')
    const { db } = services
    const set = await inTenant(db, identity.tenantId, (trx) => findFactorSet(trx, identity, params['id']!))
    const details = detailsOf(set)
    const book = await readKeptFile(services, set.fileHash, set.fileName)
    return inTenant(db, identity.tenantId, async (trx) => {
      const compared = await compareSet(trx, readSet(book, set.reading, details), details)
      return presentPreview(compared, await loadGwpTable(trx, PREVIEW_GWP))
    })
  },
})

const takeIn = route({
  method: 'post',
  path: '/factor_sets/{id}/import',
  tag: TAG,
  summary: 'Take in the rows of a set that give factors, after the preview; another person approves them',
  body: FactorSetImportBody,
  reply: FactorSetDetailReply,
  async handle({ identity, params, body, services, ip }) {
    const { db } = services
    const found = await inTenant(db, identity.tenantId, (trx) => loadFactorSet(trx, identity, 'import', params['id']!))
    const book = await readKeptFile(services, found.fileHash, found.fileName)
    return inTenant(db, identity.tenantId, async (trx) => {
      const set = await loadFactorSet(trx, identity, 'import', params['id']!)
      await importFactorSet(trx, identity, { set, book, rejected: body.rejected, origin: ip })
      return factorSetDetail(trx, identity, services, set.id)
    })
  },
})

const setStatus = route({
  method: 'post',
  path: '/factor_sets/{id}/status',
  tag: TAG,
  summary: 'Approve a set that another person brought, or retire it; results follow',
  body: FactorSetStatusBody,
  reply: FactorSetDetailReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const action = body.status === 'approved' ? 'approve' : 'retire'
    const { reply, cycleIds } = await inTenant(services.db, tenantId, async (trx) => {
      const set = await loadFactorSet(trx, identity, action, params['id']!, body.status)
      const derived = await setFactorSetStatus(trx, identity, { set, body, origin: ip })
      return { reply: await factorSetDetail(trx, identity, services, set.id), cycleIds: derived }
    })
    await Promise.all(cycleIds.map((cycleId) => services.collaboration.refreshRights(tenantId, { cycleId })))
    return reply
  },
})

const discard = route({
  method: 'delete',
  path: '/factor_sets/{id}',
  tag: TAG,
  summary: 'Discard a set that was never approved',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const set = await loadFactorSet(trx, identity, 'discard', params['id']!)
      await discardFactorSet(trx, identity, { set, origin: ip })
    })
  },
})

const file = route({
  method: 'get',
  path: '/factor_sets/{id}/file',
  tag: TAG,
  summary: 'The file that a set is from, as it was brought',
  reply: z.unknown(),
  files: ['application/octet-stream'],
  async handle({ identity, params, services, ctx }) {
    authorizeKind(identity, 'read', 'CustomFactor')
    const set = await inTenant(services.db, identity.tenantId, (trx) => findFactorSet(trx, identity, params['id']!))
    const content = await services.files.open(set.fileHash)
    if (content === null) {
      throw new NotFoundError('file')
    }
    sendFile(ctx, { name: set.fileName, bytes: Number(set.fileBytes), content })
  },
})

const template = route({
  method: 'get',
  path: '/factor_set_template',
  tag: TAG,
  summary: 'An empty table (.csv or .xlsx) whose columns are recognised',
  query: FactorSetTemplateQuery,
  reply: z.unknown(),
  files: Object.values(TEMPLATE_TYPES),
  async handle({ identity, query: { format }, ctx }) {
    authorizeKind(identity, 'read', 'CustomFactor')
    ctx.attachment(`factors.${format}`)
    ctx.type = format === 'csv' ? `${TEMPLATE_TYPES.csv}; charset=utf-8` : TEMPLATE_TYPES.xlsx
    ctx.body = await setTemplate(format)
  },
})

export const factorSetRoutes = [list, bring, get, change, preview, takeIn, setStatus, discard, file, template]
