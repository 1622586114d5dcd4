import { afterAll, beforeAll, expect, test } from 'vitest'

import { abilityOf } from '../policies/ability.ts'
import type { Identity, ScopedGrant } from '../policies/Identity.ts'
import { inTenant } from '../storage/database/inTenant.ts'
import { seedDemoInto } from '../testing/seedDemoInto.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { type ReadableSheets, readableSheetsOf } from './readableSheetsOf.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await seedDemoInto(database.owner)
})

afterAll(() => database.drop())

test.each(['admin@demo.example', 'auditor@demo.example', 'viewer@demo.example', 'owner@demo.example'])(
  '%s reads the totals of all seven modules',
  async (email) => {
    const { modules, tables } = await readableTo(await identityOf(email), 'group_inventory')
    expect(modules).toHaveLength(7)
    expect(tables).toHaveLength(12)
  },
)

test('a grant on some modules opens the totals of those modules and of no others', async () => {
  const owner = await identityOf('owner@demo.example', (grant) => grant.scope === 'module')
  expect(await readableTo(owner, 'group_inventory')).toEqual({
    modules: ['mobile_combustion', 'purchased_electricity', 'stationary_combustion'],
    tables: [
      'electricity',
      'half_hourly_metering',
      'kilns_and_dryers',
      'liquid_fuels',
      'vehicle_distance',
      'vehicle_fuel',
    ],
  })
})

test('a project without any grant does not exist', async () => {
  const owner = await identityOf('owner@demo.example')
  await expect(readableTo(owner, 'supplier_pilot')).rejects.toMatchObject({ code: 'not-found', status: 404 })
})

test('a cycle of another tenant does not exist', async () => {
  const other = await identityOf('admin@other.example')
  await expect(readableTo(other, 'group_inventory')).rejects.toMatchObject({ code: 'not-found', status: 404 })
})

test('a table whose quantity a person may not read keeps its sums from them', async () => {
  const spend = { key: 'spend', type: 'number' }
  await database
    .owner('fields')
    .where(spend)
    .update({ readers: ['admin', 'auditor'] })
  const viewer = await readableTo(await identityOf('viewer@demo.example'), 'group_inventory')
  const auditor = await readableTo(await identityOf('auditor@demo.example'), 'group_inventory')
  await database.owner('fields').where(spend).update({ readers: null })
  expect(viewer.modules).toContain('purchased_goods')
  expect(viewer.tables).not.toContain('spend')
  expect(auditor.tables).toContain('spend')
})

test('a result that was released counts in totals where at least three rows contribute', async () => {
  const { owner } = database
  const table = await owner('fields').where({ key: 'spend', type: 'number' }).first('table_id')
  const ofTable = { table_id: table.table_id }
  await owner('fields')
    .where({ ...ofTable, key: 'spend' })
    .update({ readers: ['admin', 'auditor'] })
  await owner('fields')
    .where({ ...ofTable, role: 'emissions' })
    .update({ released: true })
  const viewer = await identityOf('viewer@demo.example')
  const tables = async (): Promise<string[]> => (await readableTo(viewer, 'group_inventory')).tables
  expect(await tables()).toContain('spend')

  const rows: { row_id: string }[] = await owner('rows').where(ofTable).whereNotNull('co2e_kg').select('row_id')
  const kept = rows.slice(0, 2).map((row) => row.row_id)
  await owner('rows').where(ofTable).whereNotIn('row_id', kept).update({ deleted: true })
  expect(await tables()).not.toContain('spend')
  expect((await readableTo(await identityOf('auditor@demo.example'), 'group_inventory')).tables).toContain('spend')
  await owner('rows').where(ofTable).update({ deleted: false })
  await owner('fields').where(ofTable).update({ readers: null, released: false })
})

/** Keys instead of ids, so that a difference can be read. */
async function readableTo(
  identity: Identity,
  project: string,
): Promise<{ modules: string[]; tables: string[] } & Partial<ReadableSheets>> {
  const cycle: { id: string } | undefined = await database
    .owner('cycles')
    .join('projects', 'projects.id', 'cycles.project_id')
    .where({ 'projects.key': project, 'cycles.name': 'FY2025' })
    .first('cycles.id')
  return inTenant(database.db, identity.tenantId, async (trx) => {
    const { moduleIds, tableIds } = await readableSheetsOf(trx, identity, cycle?.id ?? '')
    return {
      modules: await trx('modules').whereIn('id', moduleIds).orderBy('key').pluck('key'),
      tables: await trx('tables').whereIn('id', tableIds).orderBy('key').pluck('key'),
    }
  })
}

async function identityOf(email: string, holds: (grant: ScopedGrant) => boolean = () => true): Promise<Identity> {
  const rows: GrantRow[] = await database
    .owner('scoped_roles')
    .join('users', 'users.id', 'scoped_roles.user_id')
    .leftJoin('modules', 'modules.id', 'scoped_roles.scope_id')
    .where({ email })
    .select('scoped_roles.tenant_id', 'user_id', 'role', 'scoped_roles.scope', 'scope_id', 'modules.project_id')
  const grants = rows
    .map(({ role, scope, scope_id, project_id }): ScopedGrant => {
      return { role, scope, scopeId: scope_id, projectId: scope === 'project' ? scope_id : project_id }
    })
    .filter(holds)
  const person = { userId: rows[0]?.user_id ?? '', tenantId: rows[0]?.tenant_id ?? '' }
  return {
    ...person,
    email,
    name: email,
    tenantName: '',
    sessionId: '',
    grants,
    ability: abilityOf(person, grants),
  }
}

interface GrantRow {
  tenant_id: string
  user_id: string
  role: ScopedGrant['role']
  scope: ScopedGrant['scope']
  scope_id: string
  project_id: string | null
}
