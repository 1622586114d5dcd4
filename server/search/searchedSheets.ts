import type { Field } from '#shared/fields/field.ts'
import type { CycleStatus } from '#shared/api/cycles.ts'
import type { AppServices } from '../api/AppServices.ts'
import { SheetField } from '../models/SheetField.ts'
import { may } from '../policies/authorize.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'

/** A sheet that somebody may read, as far as they may read it. */
export interface SearchedSheet {
  project: { id: string; name: string }
  module: { id: string; name: string; scope: 1 | 2 | 3 }
  table: { id: string; name: string }
  cycle: { id: string; name: string; status: CycleStatus }
  fields: readonly Field[]
}

interface TableRow {
  table: SearchedSheet['table']
  module: SearchedSheet['module']
  project: SearchedSheet['project']
  fields: object[]
}

interface CycleRow {
  project_id: string
  cycle: SearchedSheet['cycle']
  /** How fields were in it, by id, where they have become others since. */
  definitions: Record<string, object> | null
}

const TABLES = `
  SELECT jsonb_build_object('id', t.id, 'name', t.name) AS "table",
    jsonb_build_object('id', m.id, 'name', m.name, 'scope', m.scope) AS module,
    jsonb_build_object('id', p.id, 'name', p.name) AS project,
    (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.position, f.ordinal), '[]') FROM fields f
      WHERE f.tenant_id = t.tenant_id AND f.table_id = t.id AND f.deleted_at IS NULL) AS fields
  FROM tables t
    JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
    JOIN projects p ON p.tenant_id = m.tenant_id AND p.id = m.project_id
  WHERE t.tenant_id = $1 AND t.deleted_at IS NULL AND m.deleted_at IS NULL AND p.deleted_at IS NULL
  ORDER BY p.name, m.scope, m.position, m.id, t.position, t.id`

const CYCLES = `
  SELECT c.project_id, jsonb_build_object('id', c.id, 'name', c.name, 'status', c.status) AS cycle,
    (SELECT jsonb_object_agg(k.field_id, k.definition) FROM cycle_fields k
      WHERE k.tenant_id = c.tenant_id AND k.cycle_id = c.id) AS definitions
  FROM cycles c WHERE c.tenant_id = $1 AND c.deleted_at IS NULL
  ORDER BY c.starts_on DESC, c.version DESC, c.id`

/** Every sheet that the person may read, those of the newest cycles first, with the fields that they may read. */
export async function searchedSheets(
  { reader }: Pick<AppServices, 'reader'>,
  identity: Identity,
): Promise<SearchedSheet[]> {
  const { tenantId } = identity
  const [tables, cycles] = await reader.readBoth<TableRow, CycleRow>(
    tenantId,
    { sql: TABLES, bindings: [tenantId] },
    { sql: CYCLES, bindings: [tenantId] },
  )
  const asTheyAre = new Map(tables.map(({ table, fields }) => [table.id, fieldsIn(fields, null)]))
  return cycles.flatMap(({ project_id: projectId, cycle, definitions }) =>
    tables
      .filter(
        ({ project, module }) =>
          project.id === projectId &&
          may(identity, 'read', 'Row', { tenantId, projectId, moduleId: module.id, cycleStatus: cycle.status }),
      )
      .map(({ table, module, project, fields }) => {
        const all = definitions === null ? (asTheyAre.get(table.id) ?? []) : fieldsIn(fields, definitions)
        const roles = rolesOn(identity.grants, { projectId, moduleId: module.id })
        return { project, module, table, cycle, fields: readableFields(all, roles, identity.grants) }
      }),
  )
}

/** As they are, or as they were when the cycle was locked. */
const fieldsIn = (fields: readonly object[], definitions: CycleRow['definitions']): Field[] =>
  fields.map((field) => {
    const id: unknown = Reflect.get(field, 'id')
    return SheetField.fromDatabaseJson({ ...field, ...definitions?.[String(id)] })
  })
