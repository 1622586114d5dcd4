import type { Knex } from 'knex'

import { insertMany } from '../insertMany.ts'
import type { SeedPorts } from '../SeedPorts.ts'
import { uuidOf } from './determinism.ts'
import { recordCreation } from './recordCreation.ts'

/** All sign-ins of the demo share it; the start prints it, and nothing but the demo may use it. */
const DEMO_PASSWORD = 'carbonsheet-demo'

export interface DemoPerson {
  email: string
  name: string
  grants: readonly DemoGrant[]
}

export interface DemoGrant {
  role: 'admin' | 'data_owner' | 'auditor' | 'viewer'
  scope: 'tenant' | 'project' | 'module'
  scopeId: string
}

/** Inserts a tenant with its people and their roles, and makes it the tenant of the transaction. */
export async function insertTenant(
  trx: Knex.Transaction,
  ports: SeedPorts,
  tenant: { key: string; name: string },
  people: readonly DemoPerson[],
): Promise<void> {
  const tenantId = uuidOf(tenant.key)
  await trx.raw(`select set_config('app.tenant_id', ?, true)`, [tenantId])
  await insertMany(trx, 'tenants', { id: 'uuid', name: 'text' }, [{ id: tenantId, name: tenant.name }])
  const passwordHash = await ports.hashPassword(DEMO_PASSWORD)
  await insertMany(
    trx,
    'users',
    { id: 'uuid', email: 'text', name: 'text', password_hash: 'text' },
    people.map(({ email, name }) => ({ id: uuidOf(email), email, name, password_hash: passwordHash })),
  )
  await insertMany(
    trx,
    'memberships',
    { tenant_id: 'uuid', user_id: 'uuid' },
    people.map(({ email }) => ({ tenant_id: tenantId, user_id: uuidOf(email) })),
  )
  const grants = people.flatMap(({ email, grants }) => grants.map((grant) => ({ email, ...grant })))
  await insertMany(
    trx,
    'scoped_roles',
    { id: 'uuid', tenant_id: 'uuid', user_id: 'uuid', role: 'text', scope: 'text', scope_id: 'uuid' },
    grants.map(({ email, role, scope, scopeId }) => ({
      id: uuidOf(`${email}/${role}/${scopeId}`),
      tenant_id: tenantId,
      user_id: uuidOf(email),
      role,
      scope,
      scope_id: scopeId,
    })),
  )
  await recordCreation(trx, tenantId, [
    { kind: 'Tenant', id: tenantId, after: { name: tenant.name } },
    ...people.map(({ email, name }) => ({ kind: 'User', id: uuidOf(email), after: { email, name } })),
    ...grants.map(({ email, role, scope, scopeId }) => ({
      kind: 'Grant',
      id: uuidOf(`${email}/${role}/${scopeId}`),
      after: { email, role, scope, scope_id: scopeId },
    })),
  ])
}
