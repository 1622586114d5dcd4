import type { Knex } from 'knex'
import type { CycleBlocker } from '#shared/api/cycles.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldsByTable } from './fieldsByTable.ts'
import { readableSheetsOf } from './readableSheetsOf.ts'

/** Something in a sheet that nobody may sign off: what is unknown or wrong would be final. */
export interface OpenMatter {
  tableId: string
  kind: 'incomplete' | 'errors' | 'conflicts'
  /** Field of the conflicts; null for the others, which are flags of rows. */
  ordinal: number | null
  count: number
}

/** Everything open in a cycle, whoever may see it, as far as it is projected (one scan of its rows). */
export async function openMatters(trx: Knex.Transaction, cycleId: string): Promise<OpenMatter[]> {
  const { rows } = await trx.raw<{ rows: OpenMatter[] }>(
    `WITH existing AS (
       SELECT r.* FROM rows r JOIN tables t ON t.tenant_id = r.tenant_id AND t.id = r.table_id
         JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
       WHERE r.tenant_id = current_tenant() AND r.cycle_id = :cycleId AND NOT r.deleted
         AND t.deleted_at IS NULL AND m.deleted_at IS NULL
     )
     SELECT table_id AS "tableId", 'incomplete' AS kind, NULL::int AS ordinal, count(*)::int AS count
     FROM existing WHERE incomplete GROUP BY table_id
     UNION ALL
     SELECT table_id, 'errors', NULL, count(*)::int FROM existing WHERE errors > 0 GROUP BY table_id
     UNION ALL
     SELECT c.table_id, 'conflicts', c.ordinal, count(*)::int
     FROM cell_conflicts c JOIN existing r ON r.table_id = c.table_id AND r.row_id = c.row_id
     WHERE c.tenant_id = current_tenant() AND c.cycle_id = :cycleId AND c.settled_at IS NULL
       AND r.values->(c.ordinal::text) IS NOT DISTINCT FROM c.kept
     GROUP BY c.table_id, c.ordinal`,
    { cycleId },
  )
  return rows
}

/**
 * Open matters as a person may see them, by table in the order of the inventory. Flags of rows are shown to whoever may
 * read the totals of the table, conflicts to whoever may read the field. `tellsOfHidden`: that there are others is said
 * too, to who cannot lock the cycle because of them.
 */
export async function blockersFor(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: { id: string; projectId: string },
  { matters, tellsOfHidden }: { matters: readonly OpenMatter[]; tellsOfHidden: boolean },
): Promise<CycleBlocker[]> {
  const readable = await readableSheetsOf(trx, identity, cycle.id)
  const tables: { id: string; name: string; module_id: string; module_name: string }[] = await trx('tables as t')
    .join('modules as m', (on) => on.on('m.tenant_id', 't.tenant_id').on('m.id', 't.module_id'))
    .whereIn('t.module_id', readable.moduleIds)
    .whereIn('t.id', [...new Set(matters.map(({ tableId }) => tableId))])
    .orderBy(['m.position', 't.position', 't.id'])
    .select('t.id', 't.name', 't.module_id', 'm.name as module_name')
  const ids = tables.map(({ id }) => id)
  const fields = await fieldsByTable(trx, ids, cycle.id)
  const [sums, shown] = [new Set(readable.tableIds), new Set<OpenMatter>()]
  const blockers = tables.flatMap(({ id, name, module_id: moduleId, module_name }): CycleBlocker[] => {
    const roles = rolesOn(identity.grants, { projectId: cycle.projectId, moduleId })
    const ordinals = new Set(readableFields(fields.get(id) ?? [], roles).map(({ ordinal }) => ordinal))
    const own = matters.filter(
      ({ tableId, ordinal }) => tableId === id && (ordinal === null ? sums.has(id) : ordinals.has(ordinal)),
    )
    own.forEach((matter) => shown.add(matter))
    return [...Map.groupBy(own, ({ kind }) => kind)].map(([kind, group]) => {
      const count = group.reduce((sum, matter) => sum + matter.count, 0)
      return { kind, table_id: id, name, module_name, count }
    })
  })
  const isHiding = tellsOfHidden && matters.some((matter) => !shown.has(matter))
  return isHiding
    ? [...blockers, { kind: 'hidden', table_id: null, name: null, module_name: null, count: null }]
    : blockers
}
