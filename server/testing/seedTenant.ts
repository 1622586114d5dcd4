import type { Knex } from 'knex'
import { hashPassword } from '../auth/hashPassword.ts'
import type { Field } from '#shared/fields/field.ts'
import type { Role, Scope } from '#shared/permissions/roles.ts'

export const TEST_PASSWORD = 'a test password'

/** A tenant with one project, two cycles, two modules with one table each, and a person of every role. */
export interface TestTenant {
  tenantId: string
  projectId: string
  openCycleId: string
  lockedCycleId: string
  /** Stationary combustion; its table has fields of every type. */
  moduleId: string
  tableId: string
  /** Refrigerants; a table of two fields. */
  otherModuleId: string
  otherTableId: string
  /** E-mails by role; `moduleOwner` is data owner of the first module only. */
  people: Record<Role | 'moduleOwner', string>
}

type TestField = Partial<Field> & Pick<Field, 'key' | 'type'>

/** Ordinals go up from 2 in this order. */
export const TEST_FIELDS: readonly TestField[] = [
  { key: 'site', type: 'option', role: 'site', required: true, options: [option('lyon'), option('porto')] },
  { key: 'month', type: 'month', role: 'month', required: true },
  { key: 'quantity', type: 'number', unit: 'kWh', required: true },
  { key: 'note', type: 'text' },
  { key: 'read_on', type: 'date' },
  { key: 'estimated', type: 'boolean' },
  { key: 'price', type: 'number', readers: ['admin', 'auditor'], writers: ['admin'] },
  { key: 'checked_by', type: 'text', writers: ['auditor', 'admin'] },
  { key: 'doubled', type: 'formula', unit: 'kWh', formula: 'quantity * 2' },
]

let passwordHash: Promise<string> | null = null

/** Inserts a tenant as the owner of the database. `fields` replaces the fields of the first table. */
export async function seedTenant(owner: Knex, name: string, fields = TEST_FIELDS): Promise<TestTenant> {
  const id = (): string => crypto.randomUUID()
  const [tenantId, projectId, openCycleId, lockedCycleId] = [id(), id(), id(), id()]
  const [moduleId, tableId, otherModuleId, otherTableId] = [id(), id(), id(), id()]
  const own = { tenant_id: tenantId }
  const cycle = { ...own, project_id: projectId, gwp_set: 'AR6' }
  const module = { ...own, project_id: projectId, scope: 1 }
  await owner('tenants').insert({ id: tenantId, name })
  await owner('projects').insert({ ...own, id: projectId, key: 'inventory', name: `Inventory of ${name}` })
  await owner('cycles').insert([
    {
      ...cycle,
      id: openCycleId,
      name: 'FY2025',
      starts_on: '2025-01-01',
      ends_on: '2025-12-31',
      factor_year: 2025,
      status: 'open',
    },
    {
      ...cycle,
      id: lockedCycleId,
      name: 'FY2024',
      starts_on: '2024-01-01',
      ends_on: '2024-12-31',
      factor_year: 2024,
      status: 'locked',
    },
  ])
  await owner('modules').insert([
    { ...module, id: moduleId, key: 'stationary', name: 'Stationary combustion', position: 1 },
    { ...module, id: otherModuleId, key: 'refrigerants', name: 'Refrigerants', position: 2 },
  ])
  await owner('tables').insert([
    { ...own, id: tableId, module_id: moduleId, key: 'fuel', name: 'Fuel' },
    { ...own, id: otherTableId, module_id: otherModuleId, key: 'leaks', name: 'Leaks' },
  ])
  await insertFields(owner, tenantId, tableId, fields)
  await insertFields(owner, tenantId, otherTableId, fields.slice(0, 2))
  const prefix = name.toLowerCase().replaceAll(/\W+/g, '-')
  const grant = (role: Role, scope: Scope, scopeId: string) => ({ role, scope, scopeId })
  const people = {
    admin: await insertPerson(owner, tenantId, `admin@${prefix}.example`, [grant('admin', 'tenant', tenantId)]),
    data_owner: await insertPerson(owner, tenantId, `owner@${prefix}.example`, [
      grant('data_owner', 'project', projectId),
    ]),
    auditor: await insertPerson(owner, tenantId, `auditor@${prefix}.example`, [grant('auditor', 'tenant', tenantId)]),
    viewer: await insertPerson(owner, tenantId, `viewer@${prefix}.example`, [grant('viewer', 'tenant', tenantId)]),
    moduleOwner: await insertPerson(owner, tenantId, `module@${prefix}.example`, [
      grant('data_owner', 'module', moduleId),
    ]),
  }
  return { tenantId, projectId, openCycleId, lockedCycleId, moduleId, tableId, otherModuleId, otherTableId, people }
}

async function insertFields(
  owner: Knex,
  tenantId: string,
  tableId: string,
  fields: readonly TestField[],
): Promise<void> {
  await owner('fields').insert(
    fields.map(({ options = [], ...field }, index) => ({
      name: field.key,
      ...field,
      tenant_id: tenantId,
      table_id: tableId,
      ordinal: index + 2,
      position: index,
      options: JSON.stringify(options),
    })),
  )
}

async function insertPerson(
  owner: Knex,
  tenantId: string,
  email: string,
  grants: readonly { role: Role; scope: Scope; scopeId: string }[],
): Promise<string> {
  passwordHash ??= hashPassword(TEST_PASSWORD)
  const [user] = await owner('users').insert({ email, name: `Person ${email}`, password_hash: await passwordHash }, [
    'id',
  ])
  await owner('memberships').insert({ tenant_id: tenantId, user_id: user.id })
  await owner('scoped_roles').insert(
    grants.map(({ role, scope, scopeId }) => ({
      tenant_id: tenantId,
      user_id: user.id,
      role,
      scope,
      scope_id: scopeId,
    })),
  )
  return email
}

function option(id: string) {
  return { id, label: id.toUpperCase() }
}
