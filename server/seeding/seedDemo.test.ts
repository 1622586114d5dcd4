import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'

import { ColumnStore } from '#collab/schema/ColumnStore.ts'
import { Sheet } from '#collab/schema/Sheet.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'

let database: TestDatabase
let didSeed: boolean
const reports: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  didSeed = await seed()
})

afterAll(() => database.drop())

test('every published factor is loaded as printed, with its form for formulas or the reason why it has none', async () => {
  const file: PublishedFile = JSON.parse(
    await readFile(new URL('../../seeds/data/emission-factors.json', import.meta.url), 'utf8'),
  )
  const stored: { id: string; published: { id: string }; normalised: unknown; unusable_reason: string | null }[] =
    await database.owner('factors').select('id', 'published', 'normalised', 'unusable_reason')
  expect(stored).toHaveLength(8_047)
  expect(new Map(stored.map((factor) => [factor.id, factor.published]))).toEqual(
    new Map(file.factors.map((record) => [record.id, record])),
  )
  expect(stored.filter((factor) => (factor.normalised === null) === (factor.unusable_reason === null))).toEqual([])
})

test('a factor names its publisher, edition, table, row, year, geography, unit, GWP basis and licence', async () => {
  const factor: unknown = await database
    .owner('factors')
    .join('factor_sets', 'factor_sets.id', 'factors.factor_set_id')
    .where('factors.id', 'desnz25.7_400_4000_5')
    .first(
      'publisher',
      'edition',
      'table_name',
      'row_ref',
      'factors.year',
      'geography',
      'unit',
      'factors.gwp_basis',
      'licence',
      'confidence',
    )
  expect(factor).toEqual({
    publisher: 'UK Department for Energy Security and Net Zero',
    edition: '2025 v1 (10 June 2025)',
    table_name: 'Factors by Category',
    row_ref: '7_400_4000_5_1..4',
    year: 2025,
    geography: 'GB',
    unit: 'kWh',
    gwp_basis: 'AR5 (without feedback): gas rows are kg CO2e OF each gas',
    licence: expect.stringContaining('Open Government Licence v3.0'),
    confidence: 'high',
  })
})

test('biogenic CO2 that DESNZ prints in a row of its own stands with its fuel, and outside its CO2e', async () => {
  const factors: unknown = await database
    .owner('factors')
    .whereIn('id', ['desnz24.1_101_1011_8', 'desnz25.1_101_1011_8', 'desnz25.1_101_1017_8', 'desnz25.2_104_1045_15'])
    .orderBy('id')
    .select('name', 'year', 'unit')
    .select(database.owner.raw("(normalised->>'biogenicCo2Kg')::float8 as biogenic_kg"))
    .select(database.owner.raw("(normalised->'gasesKg'->>'CO2')::float8 as fossil_kg"))
  const diesel = { name: 'Liquid fuels / Diesel (average biofuel blend)', unit: 'L' }
  expect(factors).toEqual([
    { ...diesel, year: 2024, biogenic_kg: 0.16, fossil_kg: expect.closeTo(2.4794, 1) },
    { ...diesel, year: 2025, biogenic_kg: 0.14, fossil_kg: expect.closeTo(2.53763, 4) },
    {
      name: 'Liquid fuels / Petrol (average biofuel blend)',
      year: 2025,
      unit: 'L',
      biogenic_kg: 0.13,
      fossil_kg: expect.closeTo(2.05, 1),
    },
    { name: 'Biomass / Wood pellets', year: 2025, unit: 't', biogenic_kg: 1677.18, fossil_kg: null },
  ])
})

test('the GWP sets and unit constants are loaded', async () => {
  const methane: unknown = await database
    .owner('gwp_values')
    .whereIn('species', ['CH4', 'CH4-fossil', 'SF6'])
    .whereIn('gwp_set', ['AR5', 'AR6'])
    .orderBy(['gwp_set', 'species'])
    .select('gwp_set', 'species', 'gwp')
  expect(methane).toEqual([
    { gwp_set: 'AR5', species: 'CH4', gwp: 28 },
    { gwp_set: 'AR5', species: 'CH4-fossil', gwp: 30 },
    { gwp_set: 'AR5', species: 'SF6', gwp: 23_500 },
    { gwp_set: 'AR6', species: 'CH4', gwp: 27.9 },
    { gwp_set: 'AR6', species: 'CH4-fossil', gwp: 29.8 },
    { gwp_set: 'AR6', species: 'SF6', gwp: 25_200 },
  ])
  const constants: { id: string; value: number }[] = await database.owner('unit_constants').select('id', 'value')
  expect(constants).toContainEqual({ id: 'lb->kg', value: 0.45359237 })
  expect(constants).toContainEqual({ id: 'C->CO2', value: 44 / 12 })
  expect(constants).toHaveLength(16)
})

test('the demo company has its projects, cycles and rows, 20,000 of them half-hourly readings', async () => {
  const sheets: unknown = await database
    .owner('documents')
    .join('tables', 'tables.id', 'documents.table_id')
    .join('modules', 'modules.id', 'tables.module_id')
    .join('projects', 'projects.id', 'modules.project_id')
    .join('cycles', 'cycles.id', 'documents.cycle_id')
    .join('document_projections', 'document_projections.document_id', 'documents.id')
    .leftJoin('rows', (on) => {
      on.on('rows.table_id', 'documents.table_id').andOn('rows.cycle_id', 'documents.cycle_id')
    })
    .groupBy('projects.name', 'cycles.name', 'cycles.status')
    .orderBy(['projects.name', 'cycles.name'])
    .select('projects.name as project', 'cycles.name as cycle', 'cycles.status')
    .select(
      database.owner.raw(
        'count(distinct documents.id)::int as documents, count(distinct rows.row_id)::int as row_count',
      ),
    )
    .select(
      database.owner.raw('bool_and(documents.locked) as locked, min(document_projections.position)::int as projected'),
    )
  const locked = { status: 'locked', locked: true, projected: 0 }
  const open = { status: 'open', locked: false, projected: 0 }
  expect(sheets).toEqual([
    { project: 'Group inventory', cycle: 'FY2024', documents: 14, row_count: 938, ...locked },
    { project: 'Group inventory', cycle: 'FY2025', documents: 14, row_count: 20_941, ...open },
    { project: 'Supplier pilot', cycle: 'FY2024', documents: 2, row_count: 60, ...locked },
    { project: 'Supplier pilot', cycle: 'FY2025', documents: 2, row_count: 60, ...open },
    { project: 'Works inventory', cycle: 'FY2025', documents: 1, row_count: 12, ...open },
  ])
  const [metering]: { count: number }[] = await database
    .owner('rows')
    .join('tables', 'tables.id', 'rows.table_id')
    .where('tables.key', 'half_hourly_metering')
    .count()
  expect(Number(metering?.count)).toBe(20_000)
})

test('a document holds the rows that the derived table has, in the same order', async () => {
  const [electricity]: { table_id: string; cycle_id: string; seed: Buffer; sha256: Buffer }[] = await database
    .owner('documents')
    .join('document_generations', 'document_generations.document_id', 'documents.id')
    .join('tables', 'tables.id', 'documents.table_id')
    .join('cycles', 'cycles.id', 'documents.cycle_id')
    .where({ 'tables.key': 'half_hourly_metering', 'cycles.name': 'FY2025' })
    .select('documents.table_id', 'documents.cycle_id', 'seed', 'sha256')
  const { table_id, cycle_id, seed: bytes, sha256 } = electricity!
  expect(createHash('sha256').update(bytes).digest()).toEqual(sha256)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  const store = new ColumnStore(new Sheet(doc))
  const rows: { row_id: string; values: Record<string, CellValue> }[] = await database
    .owner('rows')
    .where({ table_id, cycle_id })
    .orderBy(['order_key', 'row_id'])
    .select('row_id', 'values')
  const live = [...store.liveSlots()]
  expect(live.map((slot) => store.rowIds[slot])).toEqual(rows.map((row) => row.row_id))
  for (const ordinal of [2, 4, 8]) {
    expect(live.map((slot) => store.value(slot, ordinal))).toEqual(rows.map((row) => row.values[ordinal] ?? null))
  }
})

test('gaps and misfits are there to be seen, and only in the open cycle', async () => {
  const found: unknown = await database
    .owner('rows')
    .join('cycles', 'cycles.id', 'rows.cycle_id')
    .groupBy('cycles.name')
    .orderBy('cycles.name')
    .select('cycles.name')
    .select(database.owner.raw('(count(*) filter (where incomplete))::int as gaps'))
    .select(database.owner.raw('(count(*) filter (where errors > 0))::int as misfits'))
  expect(found).toEqual([
    { name: 'FY2024', gaps: 0, misfits: 0 },
    { name: 'FY2025', gaps: 11, misfits: 2 },
  ])
})

test('every person of the demo has the roles of the README, and the data owner only some modules', async () => {
  const grants: unknown = await database
    .owner('scoped_roles')
    .join('users', 'users.id', 'scoped_roles.user_id')
    .leftJoin('modules', 'modules.id', 'scoped_roles.scope_id')
    .orderBy(['email', 'role', 'modules.position'])
    .select('email', 'role', 'scoped_roles.scope', 'modules.key as module')
  expect(grants).toEqual([
    { email: 'admin@demo.example', role: 'admin', scope: 'tenant', module: null },
    { email: 'admin@other.example', role: 'admin', scope: 'tenant', module: null },
    { email: 'auditor@demo.example', role: 'auditor', scope: 'tenant', module: null },
    { email: 'owner@demo.example', role: 'data_owner', scope: 'module', module: 'stationary_combustion' },
    { email: 'owner@demo.example', role: 'data_owner', scope: 'module', module: 'mobile_combustion' },
    { email: 'owner@demo.example', role: 'data_owner', scope: 'module', module: 'purchased_electricity' },
    { email: 'owner@demo.example', role: 'viewer', scope: 'project', module: null },
    { email: 'viewer@demo.example', role: 'viewer', scope: 'tenant', module: null },
  ])
})

test('each tenant sees its own things only, and nobody sees anything without a tenant', async () => {
  const tenants: { id: string; name: string }[] = await database.owner('tenants').orderBy('name').select('id', 'name')
  const seen = await Promise.all(
    tenants.map(({ id }) =>
      inTenant(database.db, id, async (trx) => ({
        projects: await trx('projects').orderBy('name').pluck('name'),
        rows: Number((await trx('rows').count())[0]?.['count']),
        documents: Number((await trx('documents').count())[0]?.['count']),
      })),
    ),
  )
  expect(seen).toEqual([
    { projects: ['Group inventory', 'Supplier pilot'], rows: 21_999, documents: 32 },
    { projects: ['Works inventory'], rows: 12, documents: 1 },
  ])
  expect(tenants.map((tenant) => tenant.name)).toEqual(['Northgate Ceramics', 'Other Works'])
  expect(await database.db('rows').pluck('row_id')).toEqual([])
  expect(await database.db('projects').pluck('id')).toEqual([])
})

test('the audit log tells what the seed created', async () => {
  const entries: unknown = await database
    .owner('audit_log')
    .where({ origin: 'seed', actor_kind: 'system', action: 'create' })
    .groupBy('subject_kind')
    .orderBy('subject_kind')
    .select('subject_kind')
    .select(database.owner.raw('count(*)::int as entries'))
  expect(entries).toEqual([
    { subject_kind: 'BaseYear', entries: 1 },
    { subject_kind: 'Cycle', entries: 5 },
    { subject_kind: 'Denominator', entries: 2 },
    { subject_kind: 'FactorAssessment', entries: 5 },
    { subject_kind: 'Grant', entries: 8 },
    { subject_kind: 'Instrument', entries: 3 },
    { subject_kind: 'Module', entries: 10 },
    { subject_kind: 'Project', entries: 3 },
    { subject_kind: 'ReductionTarget', entries: 1 },
    { subject_kind: 'Table', entries: 15 },
    { subject_kind: 'TableAssessment', entries: 4 },
    { subject_kind: 'Tenant', entries: 2 },
    { subject_kind: 'User', entries: 5 },
  ])
})

test('the numbers of the demo company are assessed: tables and factors that are there', async () => {
  const { owner } = database
  const tables = await owner('table_assessments as a')
    .join('tables as t', { 't.tenant_id': 'a.tenant_id', 't.id': 'a.table_id' })
    .orderBy('t.key')
    .pluck('t.key')
  expect(tables).toEqual(['electricity', 'kilns_and_dryers', 'liquid_fuels', 'spend'])
  const options: { used: string }[] = await owner('fields')
    .joinRaw(`CROSS JOIN LATERAL jsonb_path_query(options, '$[*].factors.*') AS f (id)`)
    .distinct(owner.raw(`f.id #>> '{}' AS used`))
  const assessed: string[] = await owner('factor_assessments').pluck('factor_id')
  expect(assessed.filter((id) => !options.some(({ used }) => used === id))).toEqual([])
})

test('progress is told in lines that a person understands', () => {
  expect(reports).toEqual([
    'Reference data: 8,047 published factors (7,139 ready for formulas), 108 gases',
    'Group inventory: 12 tables, 21,879 rows',
    'Supplier pilot: 2 tables, 120 rows',
    'Works inventory: 1 tables, 12 rows',
  ])
})

test('an empty database is filled; one that is not empty is left as it is', async () => {
  expect(didSeed).toBe(true)
  expect(await seed()).toBe(false)
  expect(await database.owner('tenants').pluck('name')).toHaveLength(2)
})

function seed(): Promise<boolean> {
  return seedDemoInto(database.owner, (message) => reports.push(message))
}

interface PublishedFile {
  factors: { id: string }[]
}
