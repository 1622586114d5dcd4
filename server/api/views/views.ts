import {
  DefaultViewBody,
  NewSheetViewBody,
  SheetViewBody,
  SheetViewReply,
  SheetViewsReply,
} from '#shared/api/sheetViews.ts'
import { addSheetView, changeSheetView, chooseDefaultView, deleteSheetView } from '#server/commands/saveSheetView.ts'
import { authorize } from '#server/policies/authorize.ts'
import { presentSheetView } from '#server/presenters/presentSheetView.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { listViews, loadDefaults, loadView, loadViewedTable } from './loadViews.ts'

const list = route({
  method: 'get',
  path: '/tables/{id}/views',
  tag: 'Views',
  summary:
    'Your views of the sheets of a table and the shared ones, without what concerns fields that you may not read',
  reply: SheetViewsReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const table = await loadViewedTable(trx, identity, params['id']!)
      const views = await listViews(trx, identity, table)
      const defaults = await loadDefaults(trx, identity, table)
      const known = (id: string | null): string | null => (views.some((view) => view.id === id) ? id : null)
      return {
        data: views.map((view) => presentSheetView(view, table.readerOf(view))),
        my_default: known(defaults.mine),
        table_default: known(defaults.ofTable),
      }
    })
  },
})

const add = route({
  method: 'post',
  path: '/tables/{id}/views',
  tag: 'Views',
  summary: 'Save a view of your own, or a shared one (administrators of its module)',
  body: NewSheetViewBody,
  reply: SheetViewReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const table = await loadViewedTable(trx, identity, params['id']!)
      const ownerId = body.shared ? null : identity.userId
      authorize(identity, 'create', 'SheetView', table.placeOf({ ownerId }))
      const { name, definition } = body
      const reader = table.readerOf({ ownerId })
      const view = { tableId: table.id, ownerId, name, definition, reader, origin: ip }
      return presentSheetView(await addSheetView(trx, identity, view), reader)
    })
  },
})

const change = route({
  method: 'patch',
  path: '/tables/{id}/views/{view_id}',
  tag: 'Views',
  summary: 'Rename a view or save it anew. What concerns fields that you may not read stays',
  body: SheetViewBody,
  reply: SheetViewReply,
  async handle({ identity, params, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const table = await loadViewedTable(trx, identity, params['id']!)
      const view = await loadView(trx, identity, table, params['view_id']!)
      authorize(identity, 'update', 'SheetView', table.placeOf(view))
      const reader = table.readerOf(view)
      return presentSheetView(await changeSheetView(trx, identity, { view, body, reader, origin: ip }), reader)
    })
  },
})

const remove = route({
  method: 'delete',
  path: '/tables/{id}/views/{view_id}',
  tag: 'Views',
  summary: 'Delete a view',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const table = await loadViewedTable(trx, identity, params['id']!)
      const view = await loadView(trx, identity, table, params['view_id']!)
      authorize(identity, 'delete', 'SheetView', table.placeOf(view))
      await deleteSheetView(trx, identity, { view, origin: ip })
    })
  },
})

const chooseDefault = route({
  method: 'post',
  path: '/tables/{id}/default_view',
  tag: 'Views',
  summary:
    'Say which view you begin with, or everybody who has chosen none (administrators of its module; a shared view)',
  body: DefaultViewBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const table = await loadViewedTable(trx, identity, params['id']!)
      const userId = body.for === 'me' ? identity.userId : null
      authorize(identity, 'update', 'SheetView', table.placeOf({ ownerId: userId }))
      const view = body.view_id === null ? null : await loadView(trx, identity, table, body.view_id)
      await chooseDefaultView(trx, identity, { tableId: table.id, userId, view, origin: ip })
    })
  },
})

export const viewRoutes = [list, add, change, remove, chooseDefault]
