import { CopyPreviewReply, TableCopyBody, TableCopyReply } from '#shared/api/copies.ts'
import { presentTable } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Copies and templates'

const preview = route({
  method: 'post',
  path: '/tables/{id}/copies/preview',
  tag: TAG,
  summary: 'What a copy of a table would hold, what cannot come along, and what has to be put right before',
  body: TableCopyBody,
  reply: CopyPreviewReply,
  async handle({ identity, params, body, services }) {
    const { planTableCopy, presentPreview, untilDerived } = await import('#server/copies/orders.ts')
    await untilDerived(services.collaboration, identity, body.rows)
    return inTenant(services.db, identity.tenantId, async (trx) =>
      presentPreview(await planTableCopy(trx, identity, { tableId: params['id']!, body })),
    )
  },
})

const copy = route({
  method: 'post',
  path: '/tables/{id}/copies',
  tag: TAG,
  summary:
    'Copy a table into a module that you administer, with the rows of a cycle or without, as far as you may read and write them',
  body: TableCopyBody,
  reply: TableCopyReply,
  async handle({ identity, params, body, services, ip }) {
    const { planTableCopy, untilDerived, writeCopies } = await import('#server/copies/orders.ts')
    await untilDerived(services.collaboration, identity, body.rows)
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const plan = await planTableCopy(trx, identity, { tableId: params['id']!, body })
      const { tables, rows } = await writeCopies(trx, identity, plan, ip)
      return { table: presentTable(tables[0]!), rows, notes: plan.notes }
    })
  },
})

export const tableCopyRoutes = [preview, copy]
