import type { Knex } from 'knex'

import { insertAssessments } from './demo/assessments.ts'
import { uuidOf } from './demo/determinism.ts'
import { insertProject } from './demo/insertProject.ts'
import { insertInstruments, NORTHGATE_INSTRUMENTS } from './demo/instruments.ts'
import { type DemoGrant, type DemoPerson, insertTenant } from './demo/insertTenant.ts'
import { insertMeasures } from './demo/measures.ts'
import { NORTHGATE_PROJECTS } from './demo/northgateCeramics.ts'
import type { SeedPorts } from './SeedPorts.ts'

const TENANT = { key: 'northgate_ceramics', name: 'Northgate Ceramics' }
const OWNED_MODULES = ['stationary_combustion', 'mobile_combustion', 'purchased_electricity']

/**
 * The demo tenant: one person of each role, two projects, two cycles each, what it bought its electricity by, how sure its
 * numbers are, and what it measures itself by.
 */
export async function seed(trx: Knex.Transaction, ports: SeedPorts): Promise<void> {
  await insertTenant(trx, ports, TENANT, PEOPLE)
  for (const project of NORTHGATE_PROJECTS) {
    await insertProject(trx, ports, TENANT.key, project)
  }
  const place = { tenantKey: TENANT.key, projectKey: 'group_inventory' }
  await insertInstruments(trx, place, NORTHGATE_INSTRUMENTS)
  await insertAssessments(trx, place)
  await insertMeasures(trx, place)
}

const PEOPLE: readonly DemoPerson[] = [
  { email: 'admin@demo.example', name: 'Priya Nair', grants: [onTenant('admin')] },
  {
    email: 'owner@demo.example',
    name: 'Joris de Wit',
    grants: [
      ...OWNED_MODULES.map((module): DemoGrant => ({ role: 'data_owner', scope: 'module', scopeId: moduleId(module) })),
      { role: 'viewer', scope: 'project', scopeId: uuidOf(`${TENANT.key}/group_inventory`) },
    ],
  },
  { email: 'auditor@demo.example', name: 'Elena Marchetti', grants: [onTenant('auditor')] },
  { email: 'viewer@demo.example', name: 'Rhys Morgan', grants: [onTenant('viewer')] },
]

function onTenant(role: DemoGrant['role']): DemoGrant {
  return { role, scope: 'tenant', scopeId: uuidOf(TENANT.key) }
}

function moduleId(module: string): string {
  return uuidOf(`${TENANT.key}/group_inventory/${module}`)
}
