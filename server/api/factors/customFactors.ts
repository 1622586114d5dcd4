import { z } from 'zod'
import {
  CustomFactorBody,
  CustomFactorStatusBody,
  FactorEvidenceQuery,
  NewCustomFactorBody,
} from '#shared/api/customFactors.ts'
import { FactorDetailReply } from '#shared/api/factors.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import {
  addCustomFactor,
  addVersion,
  attachEvidence,
  changeCustomFactor,
  discardCustomFactor,
} from '#server/factors/saveCustomFactor.ts'
import { setCustomFactorStatus, STEP_TO } from '#server/factors/setCustomFactorStatus.ts'
import { CustomFactor } from '#server/models/CustomFactor.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { fileName } from '../evidence/fileName.ts'
import { receiveFile } from '../evidence/receiveFile.ts'
import { sendFile } from '../evidence/sendFile.ts'
import { route } from '../routing/Route.ts'
import { factorDetail } from './factorDetail.ts'
import { loadCustomFactor } from './loadCustomFactor.ts'

const TAG = 'Factors'
const FREE = ['id'] as const

const add = route({
  method: 'post',
  path: '/factors',
  tag: TAG,
  summary: 'Keep a factor of your own as a draft; it counts once another person has approved it',
  body: NewCustomFactorBody,
  reply: FactorDetailReply,
  async handle({ identity, body, services, ip }) {
    authorizeKind(identity, 'create', 'CustomFactor')
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const id = await addCustomFactor(trx, identity, { body, origin: ip })
      return factorDetail(trx, identity, services, id)
    })
  },
})

const change = route({
  method: 'patch',
  path: '/factors/{id}',
  freeParams: FREE,
  tag: TAG,
  summary: 'Change a draft of your own, or as an administrator of the company any',
  body: CustomFactorBody,
  reply: FactorDetailReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const factor = await loadCustomFactor(trx, identity, 'edit', params['id']!)
      await changeCustomFactor(trx, identity, { factor, body, origin: ip })
      return factorDetail(trx, identity, services, factor.id)
    })
  },
})

const discard = route({
  method: 'delete',
  path: '/factors/{id}',
  freeParams: FREE,
  tag: TAG,
  summary: 'Discard a factor that was never approved',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const factor = await loadCustomFactor(trx, identity, 'discard', params['id']!)
      await discardCustomFactor(trx, identity, { factor, origin: ip })
    })
  },
})

const setStatus = route({
  method: 'post',
  path: '/factors/{id}/status',
  freeParams: FREE,
  tag: TAG,
  summary: 'Submit a factor for approval, send it back, approve what another person made, or retire it; results follow',
  body: CustomFactorStatusBody,
  reply: FactorDetailReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    const { reply, cycleIds } = await inTenant(services.db, tenantId, async (trx) => {
      const factor = await loadCustomFactor(trx, identity, STEP_TO[body.status], params['id']!, body.status)
      const derived = await setCustomFactorStatus(trx, identity, { factor, body, origin: ip })
      return { reply: await factorDetail(trx, identity, services, factor.id), cycleIds: derived }
    })
    await Promise.all(cycleIds.map((cycleId) => services.collaboration.refreshRights(tenantId, { cycleId })))
    return reply
  },
})

const version = route({
  method: 'post',
  path: '/factors/{id}/versions',
  freeParams: FREE,
  tag: TAG,
  summary: 'Begin the next version of an approved factor as a draft; the approved one stays as it is',
  reply: FactorDetailReply,
  async handle({ identity, params, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const factor = await loadCustomFactor(trx, identity, 'new_version', params['id']!)
      const id = await addVersion(trx, identity, { factor, origin: ip })
      return factorDetail(trx, identity, services, id)
    })
  },
})

const attach = route({
  method: 'post',
  path: '/factors/{id}/evidence',
  freeParams: FREE,
  tag: TAG,
  summary: 'Put the file that a draft is from beside it, in place of the one that is there',
  query: FactorEvidenceQuery,
  takesFile: true,
  reply: FactorDetailReply,
  async handle({ identity, params, query, services, ip, ctx }) {
    const load = { db: services.db, tenantId: identity.tenantId }
    await inTenant(load.db, load.tenantId, (trx) => loadCustomFactor(trx, identity, 'edit', params['id']!))
    const file = await receiveFile(services, ctx.req)
    return inTenant(load.db, load.tenantId, async (trx) => {
      const factor = await loadCustomFactor(trx, identity, 'edit', params['id']!)
      await attachEvidence(trx, identity, { factor, name: fileName(query.name), file, origin: ip })
      return factorDetail(trx, identity, services, factor.id)
    })
  },
})

const evidence = route({
  method: 'get',
  path: '/factors/{id}/evidence',
  freeParams: FREE,
  tag: TAG,
  summary: 'The file that a custom factor is from',
  reply: z.unknown(),
  files: ['application/octet-stream'],
  async handle({ identity, params, services, ctx }) {
    authorizeKind(identity, 'read', 'CustomFactor')
    const { tenantId } = identity
    const factor = await inTenant(
      services.db,
      tenantId,
      async (trx) => await CustomFactor.query(trx).findOne({ tenant_id: tenantId, id: params['id']! }),
    )
    const { evidenceHash: hash = null, evidenceName: name, evidenceBytes: bytes } = factor ?? {}
    const content = hash === null ? null : await services.files.open(hash)
    if (content === null) {
      throw new NotFoundError('file')
    }
    sendFile(ctx, { name: name ?? 'file', bytes: Number(bytes), content })
  },
})

export const customFactorRoutes = [add, change, discard, setStatus, version, attach, evidence]
