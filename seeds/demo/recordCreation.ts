import type { Knex } from 'knex'

import { insertMany } from '../insertMany.ts'

export interface Creation {
  /** Subject as in the audit log, for example "Project". */
  kind: string
  id: string
  after: Readonly<Record<string, unknown>>
}

/** Writes into the audit log that the seed created these. Nobody acted, so the actor is the system. */
export async function recordCreation(
  trx: Knex.Transaction,
  tenantId: string,
  creations: readonly Creation[],
): Promise<void> {
  await insertMany(
    trx,
    'audit_log',
    {
      tenant_id: 'uuid',
      actor_kind: 'text',
      action: 'text',
      subject_kind: 'text',
      subject_id: 'text',
      after: 'jsonb',
      origin: 'text',
    },
    creations.map(({ kind, id, after }) => ({
      tenant_id: tenantId,
      actor_kind: 'system',
      action: 'create',
      subject_kind: kind,
      subject_id: id,
      after,
      origin: 'seed',
    })),
  )
}
