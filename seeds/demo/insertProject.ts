import type { Knex } from 'knex'

import { insertMany } from '../insertMany.ts'
import type { SeedPorts, SeedSheet } from '../SeedPorts.ts'
import type { DemoCycle, DemoField, DemoModule, DemoProject, DemoTable } from './demoTable.ts'
import { rowIdsOf, tableIdOf, uuidOf } from './determinism.ts'
import { insertFiles } from './insertFiles.ts'
import { recordCreation } from './recordCreation.ts'

/** Ordinals 0 and 1 of a document are row order and deletion mark; fields count from here. */
const FIRST_ORDINAL = 2

/**
 * Inserts a project with its sites, cycles, modules, tables, fields and sheets, and says so in the audit log. The tenant
 * of the transaction must be set.
 */
export async function insertProject(
  trx: Knex.Transaction,
  ports: SeedPorts,
  tenantKey: string,
  project: DemoProject,
): Promise<void> {
  const tenantId = uuidOf(tenantKey)
  const place = `${tenantKey}/${project.key}`
  await insertMany(trx, 'projects', { id: 'uuid', tenant_id: 'uuid', key: 'text', name: 'text', description: 'text' }, [
    {
      id: uuidOf(place),
      tenant_id: tenantId,
      key: project.key,
      name: project.name,
      description: project.description,
    },
  ])
  await insertSites(trx, tenantId, place, project)
  await insertCycles(trx, tenantId, place, project)
  await insertModules(trx, tenantId, place, project.modules)
  const tables = project.modules.flatMap((module) =>
    module.tables.map((table, position) => ({ module, table, position, id: tableIdOf(place, module.key, table.key) })),
  )
  await insertMany(
    trx,
    'tables',
    {
      id: 'uuid',
      tenant_id: 'uuid',
      module_id: 'uuid',
      key: 'text',
      name: 'text',
      description: 'text',
      position: 'int',
    },
    tables.map(({ module, table, position, id }) => ({
      id,
      tenant_id: tenantId,
      module_id: uuidOf(`${place}/${module.key}`),
      key: table.key,
      name: table.name,
      description: table.description,
      position,
    })),
  )
  for (const { module, table, id } of tables) {
    const targetOf = (key: string): string => tableIdOf(place, module.key, key)
    await insertFields(trx, { tenantId, table: id, targetOf }, table.fields)
    for (const cycle of project.cycles) {
      await insertFiles(trx, ports, { tenantId, tableId: id }, table.files?.(cycle) ?? [])
    }
  }
  const sheets = tables.flatMap(({ table, id }) => project.cycles.map((cycle) => sheetOf(place, table, id, cycle)))
  await ports.createSheets(trx, tenantId, sheets)
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0)
  await recordCreation(trx, tenantId, [
    { kind: 'Project', id: uuidOf(place), after: { name: project.name } },
    ...project.cycles.map((cycle) => ({
      kind: 'Cycle',
      id: uuidOf(`${place}/${cycle.name}`),
      after: { name: cycle.name, status: cycle.status, gwp_set: cycle.gwpSet, factor_year: cycle.factorYear },
    })),
    ...project.modules.map((module) => ({
      kind: 'Module',
      id: uuidOf(`${place}/${module.key}`),
      after: { key: module.key, name: module.name, scope: module.scope },
    })),
    ...tables.map(({ table, id }) => ({
      kind: 'Table',
      id,
      after: { key: table.key, name: table.name, fields: table.fields.map((field) => field.key) },
    })),
  ])
  ports.report(`${project.name}: ${tables.length} tables, ${rows.toLocaleString('en')} rows`)
}

async function insertSites(
  trx: Knex.Transaction,
  tenantId: string,
  place: string,
  project: DemoProject,
): Promise<void> {
  await insertMany(
    trx,
    'sites',
    {
      id: 'uuid',
      tenant_id: 'uuid',
      project_id: 'uuid',
      key: 'text',
      name: 'text',
      country: 'text',
      grid_region: 'text',
      position: 'int',
    },
    project.sites.map((site, position) => ({
      id: uuidOf(`${place}/site/${site.key}`),
      tenant_id: tenantId,
      project_id: uuidOf(place),
      key: site.key,
      name: site.name,
      country: site.country,
      grid_region: site.gridRegion,
      position,
    })),
  )
}

async function insertCycles(
  trx: Knex.Transaction,
  tenantId: string,
  place: string,
  project: DemoProject,
): Promise<void> {
  await insertMany(
    trx,
    'cycles',
    {
      id: 'uuid',
      tenant_id: 'uuid',
      project_id: 'uuid',
      name: 'text',
      starts_on: 'date',
      ends_on: 'date',
      status: 'text',
      gwp_set: 'text',
      factor_year: 'int',
    },
    project.cycles.map((cycle) => ({
      id: uuidOf(`${place}/${cycle.name}`),
      tenant_id: tenantId,
      project_id: uuidOf(place),
      name: cycle.name,
      starts_on: `${cycle.year}-01-01`,
      ends_on: `${cycle.year}-12-31`,
      status: cycle.status,
      gwp_set: cycle.gwpSet,
      factor_year: cycle.factorYear,
    })),
  )
}

async function insertModules(
  trx: Knex.Transaction,
  tenantId: string,
  place: string,
  modules: readonly DemoModule[],
): Promise<void> {
  await insertMany(
    trx,
    'modules',
    {
      id: 'uuid',
      tenant_id: 'uuid',
      project_id: 'uuid',
      key: 'text',
      name: 'text',
      description: 'text',
      scope: 'int',
      s3_category: 'int',
      position: 'int',
    },
    modules.map((module, position) => ({
      id: uuidOf(`${place}/${module.key}`),
      tenant_id: tenantId,
      project_id: uuidOf(place),
      key: module.key,
      name: module.name,
      description: module.description,
      scope: module.scope,
      s3_category: module.category,
      position,
    })),
  )
}

async function insertFields(
  trx: Knex.Transaction,
  { tenantId, table, targetOf }: { tenantId: string; table: string; targetOf: (key: string) => string },
  fields: readonly DemoField[],
): Promise<void> {
  await insertMany(
    trx,
    'fields',
    {
      id: 'uuid',
      tenant_id: 'uuid',
      table_id: 'uuid',
      ordinal: 'int',
      key: 'text',
      name: 'text',
      type: 'text',
      unit: 'text',
      options: 'jsonb',
      required: 'boolean',
      rules: 'jsonb',
      formula: 'text',
      role: 'text',
      readers: 'text[]',
      writers: 'text[]',
      target_table_id: 'uuid',
      target_field_id: 'uuid',
      position: 'int',
    },
    fields.map((field, position) => ({
      id: uuidOf(`${table}/${field.key}`),
      tenant_id: tenantId,
      table_id: table,
      ordinal: FIRST_ORDINAL + position,
      key: field.key,
      name: field.name,
      type: field.type,
      unit: field.unit ?? null,
      options: field.options ?? [],
      required: field.required ?? false,
      rules: field.rules ?? null,
      formula: field.formula ?? null,
      role: field.role ?? null,
      readers: field.readers ?? null,
      writers: field.writers ?? null,
      target_table_id: field.target === undefined ? null : targetOf(field.target.table),
      target_field_id:
        field.target === undefined ? null : uuidOf(`${targetOf(field.target.table)}/${field.target.field}`),
      position,
    })),
  )
}

function sheetOf(place: string, table: DemoTable, id: string, cycle: DemoCycle): SeedSheet {
  const entered = table.fields
    .map((field, position) => ({ field, ordinal: FIRST_ORDINAL + position }))
    .filter(({ field }) => field.type !== 'formula')
  const rows = table.rows(cycle)
  const rowIdOf = rowIdsOf(place, id, cycle.name)
  return {
    tableId: id,
    cycleId: uuidOf(`${place}/${cycle.name}`),
    locked: cycle.status === 'locked',
    rowIds: rows.map((_, index) => rowIdOf(index)),
    fields: entered.map(({ field, ordinal }) => ({ ordinal, readers: field.readers ?? null })),
    rows: rows.map((row) => entered.map(({ field }) => row[field.key] ?? null)),
    notes: (table.notes?.(cycle) ?? []).map(({ row, by, paragraphs }) => ({
      rowId: rowIdOf(row),
      userId: uuidOf(by),
      paragraphs,
    })),
  }
}
