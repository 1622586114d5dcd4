import type { Knex } from 'knex'
import type { ViewReader } from '#shared/views/readableView.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { SheetView } from '#server/models/SheetView.ts'
import type { SubjectPlace } from '#server/policies/ability.ts'
import { may } from '#server/policies/authorize.ts'
import { readableFields, rolesOn } from '#server/policies/field.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { loadFields } from '#server/policies/sheetAccess.ts'
import { loadTable } from '../tables/loadTable.ts'

type Owned = Pick<SheetView, 'ownerId'>

/** A table as somebody views it. */
interface ViewedTable {
  id: string
  placeOf(view: Owned): SubjectPlace
  /** What this person may know of a view. The words in a view of one's own are one's own. */
  readerOf(view: Owned): ViewReader
}

/** Throws NotFoundError. */
export async function loadViewedTable(trx: Knex.Transaction, identity: Identity, id: string): Promise<ViewedTable> {
  const { table, place } = await loadTable(trx, identity, id)
  const { tenantId } = identity
  const fields = await loadFields(trx, table.id)
  const readable = readableFields(fields, rolesOn(identity.grants, place), identity.grants)
  const keys = new Set(readable.map(({ key }) => key))
  return {
    id: table.id,
    placeOf: ({ ownerId }) => ({
      tenantId,
      ...place,
      isShared: ownerId === null,
      ...(ownerId !== null && { userId: ownerId }),
    }),
    readerOf: ({ ownerId }) => ({ keys, readsAll: ownerId === identity.userId || readable.length === fields.length }),
  }
}

/** One's own first, then the shared ones, each in the order in which they were saved. */
export async function listViews(trx: Knex.Transaction, identity: Identity, table: ViewedTable): Promise<SheetView[]> {
  const views = await SheetView.query(trx)
    .where({ table_id: table.id })
    .where((whose) => whose.whereNull('owner_id').orWhere({ owner_id: identity.userId }))
    .orderByRaw('owner_id NULLS LAST, position, id')
  return views.filter((view) => may(identity, 'read', 'SheetView', table.placeOf(view)))
}

/** Throws NotFoundError, also for a view of somebody else. */
export async function loadView(
  trx: Knex.Transaction,
  identity: Identity,
  table: ViewedTable,
  viewId: string,
): Promise<SheetView> {
  const view = await SheetView.query(trx).findById(viewId).where({ table_id: table.id }).forUpdate()
  if (view === undefined || !may(identity, 'read', 'SheetView', table.placeOf(view))) {
    throw new NotFoundError('view')
  }
  return view
}

/** Ids of the views that this person and everybody else begin with. */
export async function loadDefaults(
  trx: Knex.Transaction,
  { tenantId, userId }: Identity,
  table: ViewedTable,
): Promise<{ mine: string | null; ofTable: string | null }> {
  const rows: { user_id: string | null; view_id: string }[] = await trx('sheet_view_defaults')
    .where({ tenant_id: tenantId, table_id: table.id })
    .where((whose) => whose.whereNull('user_id').orWhere({ user_id: userId }))
    .select('user_id', 'view_id')
  const of = (user: string | null): string | null => rows.find((row) => row.user_id === user)?.view_id ?? null
  return { mine: of(userId), ofTable: of(null) }
}
