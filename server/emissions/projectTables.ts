import type { Knex } from 'knex'
import type { Field } from '#shared/fields/field.ts'

/** A table as formulas of its project name it. */
export interface ProjectTable {
  id: string
  /** Its own key, or behind the key of its module when another table of the project had the same one before. */
  key: string
  /** For people. */
  name: string
  moduleId: string
  projectId: string
}

/** The tables of the project that a table belongs to, in the order in which they were made: a name never goes to another. */
export async function projectTables(trx: Knex.Transaction, tableId: string): Promise<ProjectTable[]> {
  const { rows } = await trx.raw<{ rows: (ProjectTable & { moduleKey: string; retired: boolean })[] }>(
    `SELECT t.id, t.key, t.name, t.module_id AS "moduleId", m.project_id AS "projectId", m.key AS "moduleKey",
       t.deleted_at IS NOT NULL OR m.deleted_at IS NOT NULL AS retired
     FROM tables t JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
     WHERE m.project_id = (
       SELECT n.project_id FROM tables u JOIN modules n ON n.tenant_id = u.tenant_id AND n.id = u.module_id WHERE u.id = ?)
     ORDER BY t.created_at, t.id`,
    [tableId],
  )
  const taken = new Set<string>()
  return rows.flatMap(({ moduleKey, retired, ...table }) => {
    const key = taken.has(table.key) ? `${moduleKey}_${table.key}` : table.key
    taken.add(key)
    // a retired one keeps its name: it may come back
    return retired ? [] : [{ ...table, key }]
  })
}

/** A table with the fields that formulas may read of it. */
export interface TableFields extends ProjectTable {
  fields: readonly Field[]
}
