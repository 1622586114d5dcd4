import type { Knex } from 'knex'
import type { Field } from '#shared/fields/field.ts'
import { COMMON_PART, partOf } from '#shared/fields/partOf.ts'
import { Cycle } from '../models/Cycle.ts'
import { Module } from '../models/Module.ts'
import { SheetField } from '../models/SheetField.ts'
import { SheetTable } from '../models/SheetTable.ts'
import type { SubjectPlace } from './ability.ts'
import { may } from './authorize.ts'
import { isWritableField, readableFields, rolesOn } from './field.ts'
import { PARAMETERS_VERSION } from '../parameters/parametersOf.ts'
import type { ReadStatement } from '../storage/database/TenantReader.ts'
import type { Identity } from './Identity.ts'
import { mayWriteCells } from './keyRights.ts'

/** Ordinals of documents that are no fields: row order (adding and moving rows) and the deletion mark. */
export const ROW_ORDER = 0
export const ROW_DELETED = 1

/** A table in a cycle. */
export interface SheetKey {
  tableId: string
  cycleId: string
}

/** A sheet as one person sees it now. */
export interface SheetAccess {
  table: SheetTable
  module: Module
  cycle: Cycle
  place: SubjectPlace
  /** Every field of the table, in order. For computing, never for showing. */
  fields: readonly Field[]
  /** What the person may read. */
  readable: readonly Field[]
  /** The live documents that the person may open, the common part first. */
  parts: readonly PartAccess[]
  /** Ordinals that the person may write now; 0 and 1 stand for adding and for deleting rows. */
  writable: ReadonlySet<number>
  /** Permission epochs of the documents by part; a part without a document is missing. */
  epochs: ReadonlyMap<string, number>
  locked: boolean
  /** Changes whenever the parameters that formulas of the cycle read do. */
  parameters: string
  /** Changes whenever the fields, the basis of the cycle or the parameters change. */
  version: string
}

/** One live document of a sheet, as far as one person may use it. */
export interface PartAccess {
  /** Of `partOf`. */
  part: string
  /** The typed fields that lie in it; the person may read them all. */
  fields: readonly Field[]
  /** Ordinals that the person may write now; rows are added and deleted in the common part. */
  writable: ReadonlySet<number>
}

/** A sheet as it stands in the database, before anybody's rights. */
export interface SheetRow {
  table: object
  module: object
  cycle: object
  fields: object[]
  /** By part; null when the sheet has no document. */
  epochs: Record<string, number> | null
  /** Something of this sheet, or of what its formulas read, is journaled that the projected rows do not have yet. */
  behind: boolean
  /** Changes with the parameters that formulas of the cycle read. */
  parameters: string
}

/** Everything about one table in one cycle, in one statement. No row: there is no such sheet in the tenant. */
export function sheetStatement(tenantId: string, { tableId, cycleId }: SheetKey): ReadStatement {
  return { sql: SHEET_SQL, bindings: [tenantId, tableId, cycleId], name: 'sheet' }
}

/** A formula of the table reads the cycle before, which may read the one before that. */
const READS_PREVIOUS = `EXISTS (
  SELECT FROM fields g WHERE g.tenant_id = t.tenant_id AND g.table_id = t.id AND g.gathers ->> 'previous' = 'true')`

const SHEET_SQL = `
  SELECT to_jsonb(t) AS "table", to_jsonb(m) AS module, to_jsonb(c) AS cycle, (
    SELECT coalesce(jsonb_agg(to_jsonb(f) || coalesce(k.definition, '{}') ORDER BY f.position, f.ordinal), '[]') FROM fields f
      LEFT JOIN cycle_fields k ON k.tenant_id = f.tenant_id AND k.cycle_id = c.id AND k.field_id = f.id
    WHERE f.tenant_id = t.tenant_id AND f.table_id = t.id AND f.deleted_at IS NULL) AS fields,
    (SELECT jsonb_object_agg(d.part, d.perm_epoch) FROM documents d
      WHERE d.tenant_id = t.tenant_id AND d.table_id = t.id AND d.cycle_id = c.id) AS epochs,
    EXISTS (SELECT FROM documents d JOIN document_projections p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
      WHERE d.tenant_id = t.tenant_id AND p.position < d.head_seq AND (
        (d.cycle_id = c.id AND (d.table_id = t.id OR EXISTS (
          SELECT FROM fields g WHERE g.tenant_id = t.tenant_id AND g.table_id = t.id AND g.gathers IS NOT NULL)))
        OR (d.table_id = t.id AND ${READS_PREVIOUS})))
    OR EXISTS (SELECT FROM sheet_refreshes r
      WHERE r.tenant_id = t.tenant_id AND r.table_id = t.id AND (r.cycle_id = c.id OR ${READS_PREVIOUS})) AS behind,
    ${PARAMETERS_VERSION} AS parameters
  FROM tables t JOIN modules m ON m.tenant_id = t.tenant_id AND m.id = t.module_id
    JOIN cycles c ON c.tenant_id = m.tenant_id AND c.project_id = m.project_id
  WHERE t.tenant_id = $1 AND t.id = $2 AND c.id = $3
    AND t.deleted_at IS NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL`

/**
 * What the person may do with a table in a cycle. Null when there is no such sheet in their tenant, or they may not read
 * its rows: both are the same to the outside.
 */
export function accessTo(identity: Identity, row: SheetRow | undefined): SheetAccess | null {
  if (row === undefined) {
    return null
  }
  const table = SheetTable.fromDatabaseJson(row.table)
  const module = Module.fromDatabaseJson(row.module)
  const cycle = Cycle.fromDatabaseJson(row.cycle)
  const place: SubjectPlace = {
    tenantId: identity.tenantId,
    projectId: module.projectId,
    moduleId: module.id,
    cycleStatus: cycle.status,
  }
  if (!may(identity, 'read', 'Row', place)) {
    return null
  }
  const fields = row.fields.map((field) => SheetField.fromDatabaseJson(field))
  const roles = rolesOn(identity.grants, { projectId: module.projectId, moduleId: module.id })
  const readable = readableFields(fields, roles, identity.grants)
  const writable = writableOrdinals(identity, place, fields, roles)
  return {
    table,
    module,
    cycle,
    place,
    fields,
    readable,
    parts: partsOf(readable, writable),
    writable,
    epochs: new Map(Object.entries(row.epochs ?? {})),
    locked: cycle.status === 'locked',
    parameters: row.parameters,
    version: `${versionOf(cycle, fields)} ${row.parameters}`,
  }
}

/**
 * The same sheet for the program itself, where all of it is carried on and nothing of it is shown: who restates a cycle does
 * not choose what of it was reported.
 */
export function wholeAccess<Access extends SheetAccess>(access: Access): Access {
  const writable = new Set([ROW_ORDER, ROW_DELETED, ...access.fields.map(({ ordinal }) => ordinal)])
  return { ...access, readable: access.fields, writable, parts: partsOf(access.fields, writable) }
}

/** Every change of a field sets its `updated_at`; a deleted field is missing from the count. */
function versionOf({ gwpSet, factorYear }: Cycle, fields: readonly SheetField[]): string {
  const newest = fields.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), '')
  return `${gwpSet} ${factorYear} ${fields.length} ${newest}`
}

/** Fields of a table in their order, deleted ones left out. */
export async function loadFields(trx: Knex.Transaction, tableId: string): Promise<SheetField[]> {
  return SheetField.query(trx).where({ table_id: tableId }).whereNull('deleted_at').orderBy(['position', 'ordinal'])
}

function partsOf(readable: readonly Field[], writable: ReadonlySet<number>): PartAccess[] {
  const typed = readable.filter((field) => field.type !== 'formula')
  const held = Map.groupBy(typed, partOf)
  const others = [...held.keys()].filter((part) => part !== COMMON_PART).sort()
  return [COMMON_PART, ...others].map((part) => {
    const fields = held.get(part) ?? []
    const ofRows = part === COMMON_PART ? [ROW_ORDER, ROW_DELETED] : []
    const ordinals = [...ofRows, ...fields.map((field) => field.ordinal)]
    return { part, fields, writable: new Set(ordinals.filter((ordinal) => writable.has(ordinal))) }
  })
}

function writableOrdinals(
  identity: Identity,
  place: SubjectPlace,
  fields: readonly Field[],
  roles: ReturnType<typeof rolesOn>,
): Set<number> {
  const ordinals = new Set<number>()
  if (!mayWriteCells(identity)) {
    return ordinals
  }
  if (may(identity, 'create', 'Row', place)) {
    ordinals.add(ROW_ORDER)
  }
  if (may(identity, 'delete', 'Row', place)) {
    ordinals.add(ROW_DELETED)
  }
  const mayUpdate = may(identity, 'update', 'Row', place)
  for (const field of fields) {
    if (isWritableField(field, roles, mayUpdate) && place.cycleStatus !== 'locked') {
      ordinals.add(field.ordinal)
    }
  }
  return ordinals
}
