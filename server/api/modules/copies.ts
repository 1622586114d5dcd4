import { CopyPreviewReply, ModuleCopyBody, ModuleCopyReply } from '#shared/api/copies.ts'
import { presentModule } from '#server/presenters/presentModule.ts'
import { presentTable } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Copies and templates'

const preview = route({
  method: 'post',
  path: '/modules/{id}/copies/preview',
  tag: TAG,
  summary: 'What a copy of a module would hold, what cannot come along, and what has to be put right before',
  body: ModuleCopyBody,
  reply: CopyPreviewReply,
  async handle({ identity, params, body, services }) {
    const { planModuleCopy, presentPreview, untilDerived } = await import('#server/copies/orders.ts')
    await untilDerived(services.collaboration, identity, body.rows)
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { plan } = await planModuleCopy(trx, identity, { moduleId: params['id']!, body })
      return presentPreview(plan)
    })
  },
})

const copy = route({
  method: 'post',
  path: '/modules/{id}/copies',
  tag: TAG,
  summary:
    'Copy a module with its tables into a project that you administer, with the rows of a cycle or without; what points from one table to another points to the copies',
  body: ModuleCopyBody,
  reply: ModuleCopyReply,
  async handle({ identity, params, body, services, ip }) {
    const { copyModule, untilDerived } = await import('#server/copies/orders.ts')
    await untilDerived(services.collaboration, identity, body.rows)
    const made = await inTenant(services.db, identity.tenantId, (trx) =>
      copyModule(trx, identity, { moduleId: params['id']!, body, origin: ip }),
    )
    return { ...made, module: presentModule(made.module), tables: made.tables.map(presentTable) }
  },
})

export const moduleCopyRoutes = [preview, copy]
