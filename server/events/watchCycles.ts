import type { Knex } from 'knex'
import type { CycleChanged } from '#shared/events/events.ts'
import type { Field } from '#shared/fields/field.ts'
import { inputsOf } from '#shared/fields/inputsOf.ts'
import { COMMON_PART, partOf } from '#shared/fields/partOf.ts'
import { Cycle } from '../models/Cycle.ts'
import { may } from '../policies/authorize.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'

/** Whether the person may watch the cycle: whoever may read it. */
export async function mayWatch(db: Knex, identity: Identity, cycleId: string): Promise<boolean> {
  const { tenantId } = identity
  const cycle = await inTenant(db, tenantId, async (trx) => Cycle.query(trx).findById(cycleId).whereNull('deleted_at'))
  return cycle !== undefined && may(identity, 'read', 'Cycle', { tenantId, projectId: cycle.projectId })
}

/** Answers where tables stand, to tell a change only to those who may read its rows. A table never moves. */
export function createTablePlaces(db: Knex): (tenantId: string, tableId: string) => Promise<TablePlace | null> {
  const known = new Map<string, TablePlace>()
  return async (tenantId, tableId) => {
    const place = known.get(tableId) ?? (await loadPlace(db, tenantId, tableId))
    if (place !== null) {
      known.set(tableId, place)
    }
    return place
  }
}

/** Where the rows of a table stand. */
export interface TablePlace {
  tenantId: string
  projectId: string
  moduleId: string
}

/** A part of a sheet that changed. `fields`: of its table. */
export interface ChangedPart {
  place: TablePlace
  part: string
  fields: readonly Field[]
}

/**
 * Whether the person hears of it: whoever sees something of the part, be it only a released result that is made of it. To
 * the others it does not exist, and so it does not change.
 */
export function mayHear(identity: Identity, { place, part, fields }: ChangedPart): boolean {
  if (!may(identity, 'read', 'Row', { ...place })) {
    return false
  }
  const readable = new Set(
    readableFields(fields, rolesOn(identity.grants, place), identity.grants).map(({ key }) => key),
  )
  return part === COMMON_PART || madeOf(part, fields).some((key) => readable.has(key))
}

/** Keys of the fields of a part, and of the formulas that read them, directly or not. */
function madeOf(part: string, fields: readonly Field[]): string[] {
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const made = new Set(
    fields.filter((field) => field.type !== 'formula' && partOf(field) === part).map(({ key }) => key),
  )
  for (let before = -1; before < made.size;) {
    before = made.size
    fields
      .filter((field) => inputsOf(field, byKey).some(({ key }) => made.has(key)))
      .forEach(({ key }) => made.add(key))
  }
  return [...made]
}

/** Name of the room of those who watch a cycle. */
export const cycleRoom = (event: Pick<CycleChanged, 'cycle_id'>): string => `cycle:${event.cycle_id}`

/** The cycle whose watchers are in that room; null for other rooms. */
export const watchedCycleOf = (room: string): string | null =>
  room.startsWith('cycle:') ? room.slice('cycle:'.length) : null

async function loadPlace(db: Knex, tenantId: string, tableId: string): Promise<TablePlace | null> {
  const row: { project_id: string; module_id: string } | undefined = await inTenant(db, tenantId, (trx) =>
    trx('tables as t')
      .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
      .where({ 't.tenant_id': tenantId, 't.id': tableId })
      .first('m.project_id', 't.module_id'),
  )
  return row === undefined ? null : { tenantId, projectId: row.project_id, moduleId: row.module_id }
}
