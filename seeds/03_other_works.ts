import type { Knex } from 'knex'

import { uuidOf } from './demo/determinism.ts'
import { insertProject } from './demo/insertProject.ts'
import { insertTenant } from './demo/insertTenant.ts'
import { OTHER_WORKS_PROJECT } from './demo/otherWorks.ts'
import type { SeedPorts } from './SeedPorts.ts'

const TENANT = { key: 'other_works', name: 'Other Works' }

/** A second tenant, to show that tenants do not see each other. */
export async function seed(trx: Knex.Transaction, ports: SeedPorts): Promise<void> {
  await insertTenant(trx, ports, TENANT, [
    {
      email: 'admin@other.example',
      name: 'Other Admin',
      grants: [{ role: 'admin', scope: 'tenant', scopeId: uuidOf(TENANT.key) }],
    },
  ])
  await insertProject(trx, ports, TENANT.key, OTHER_WORKS_PROJECT)
}
