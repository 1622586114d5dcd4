import type { Knex } from 'knex'
import type { SheetViewBody } from '#shared/api/sheetViews.ts'
import { withUnreadable, type ViewReader } from '#shared/views/readableView.ts'
import { ViewDefinition } from '#shared/views/viewDefinition.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { SheetView } from '../models/SheetView.ts'
import type { Identity } from '../policies/Identity.ts'
import { databaseErrorCode } from '../storage/database/databaseErrorCode.ts'
import { recordAudit } from './recordAudit.ts'

/** Of one person, or shared, per table. */
const MOST_VIEWS = 100
const UNIQUE_VIOLATION = '23505'
const NO_VIEW = ViewDefinition.parse({})

/** A view under a new name. Throws ValidationError. */
export async function addSheetView(
  trx: Knex.Transaction,
  identity: Identity,
  view: {
    tableId: string
    ownerId: string | null
    name: string
    definition: ViewDefinition
    reader: ViewReader
    origin: string
  },
): Promise<SheetView> {
  const { tableId, ownerId, name } = view
  const others = await SheetView.query(trx).where({ table_id: tableId, owner_id: ownerId }).orderBy('position')
  if (others.length >= MOST_VIEWS) {
    const message = `There are ${MOST_VIEWS} views already. Delete one first.`
    throw new ValidationError([{ path: '', code: 'too-many', message }])
  }
  const added = await refusingTakenName(name, () =>
    SheetView.query(trx)
      .insert({
        tenantId: identity.tenantId,
        tableId,
        ownerId,
        name,
        definition: withUnreadable(view.definition, NO_VIEW, view.reader),
        position: (others.at(-1)?.position ?? -1) + 1,
      })
      .returning('*'),
  )
  await record(trx, identity, added, { action: 'view.create', before: null, after: { name }, origin: view.origin })
  return added
}

/** Another name, another definition, or both. Throws ValidationError. */
export async function changeSheetView(
  trx: Knex.Transaction,
  identity: Identity,
  { view, body, reader, origin }: { view: SheetView; body: SheetViewBody; reader: ViewReader; origin: string },
): Promise<SheetView> {
  const { name = view.name } = body
  const before = ViewDefinition.parse(view.definition)
  const definition = body.definition === undefined ? before : withUnreadable(body.definition, before, reader)
  const isRedefined = JSON.stringify(definition) !== JSON.stringify(before)
  if (name === view.name && !isRedefined) {
    return view
  }
  await refusingTakenName(name, () =>
    SheetView.query(trx)
      .where({ tenant_id: identity.tenantId, id: view.id })
      .patch({ name, definition, updatedAt: trx.raw('now()') }),
  )
  const after = { ...(name !== view.name && { name }), ...(isRedefined && { redefined: true }) }
  await record(trx, identity, view, { action: 'view.update', before: { name: view.name }, after, origin })
  return view.$set({ name, definition })
}

/** Whoever began with it begins with none. */
export async function deleteSheetView(
  trx: Knex.Transaction,
  identity: Identity,
  { view, origin }: { view: SheetView; origin: string },
): Promise<void> {
  await SheetView.query(trx).where({ tenant_id: identity.tenantId, id: view.id }).delete()
  await record(trx, identity, view, { action: 'view.delete', before: { name: view.name }, after: null, origin })
}

/** Which view a person (null: everybody who has chosen none) begins with; null: none. Throws ValidationError. */
export async function chooseDefaultView(
  trx: Knex.Transaction,
  identity: Identity,
  { tableId, userId, view, origin }: { tableId: string; userId: string | null; view: SheetView | null; origin: string },
): Promise<void> {
  if (userId === null && view !== null && view.ownerId !== null) {
    const message = 'This view is your own: others do not have it. Save it as a shared one first.'
    throw new ValidationError([{ path: 'view_id', code: 'not-shared', message }])
  }
  const of = { tenant_id: identity.tenantId, table_id: tableId, user_id: userId }
  // One after the other: of two who choose at once, the later one counts.
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`default view ${tableId} ${userId ?? ''}`])
  const before: string[] = await trx('sheet_view_defaults').where(of).pluck('view_id')
  if ((before[0] ?? null) === (view?.id ?? null)) {
    return
  }
  await trx('sheet_view_defaults').where(of).delete()
  if (view !== null) {
    await trx('sheet_view_defaults').insert({ ...of, view_id: view.id })
  }
  await recordAudit(trx, {
    tenantId: identity.tenantId,
    actorId: identity.userId,
    actorKind: 'user',
    sessionId: identity.sessionId,
    action: userId === null ? 'view.default' : 'view.own_default',
    subjectKind: 'table',
    subjectId: tableId,
    before: { view_id: before[0] ?? null },
    after: { view_id: view?.id ?? null },
    origin,
  })
}

async function refusingTakenName<Result>(name: string, write: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (databaseErrorCode(error) === UNIQUE_VIOLATION) {
      const message = `There is a view “${name}” already. Choose another name.`
      throw new ValidationError([{ path: 'name', code: 'taken', message }])
    }
    throw error
  }
}

/** Names only: what a view filters by says what stands in cells. */
async function record(
  trx: Knex.Transaction,
  identity: Identity,
  { id, ownerId }: SheetView,
  entry: {
    action: string
    before: { name: string } | null
    after: Readonly<Record<string, unknown>> | null
    origin: string
  },
): Promise<void> {
  const { tenantId, userId, sessionId } = identity
  // The name of one's own view is nobody else's business either.
  const shown = ownerId === null ? entry : { ...entry, before: entry.before && {}, after: entry.after && {} }
  await recordAudit(trx, {
    tenantId,
    actorId: userId,
    actorKind: 'user',
    sessionId,
    subjectKind: 'view',
    subjectId: id,
    ...shown,
  })
}
