import type { Knex } from 'knex'
import { abilityOf } from '../policies/ability.ts'
import type { Identity, ScopedGrant } from '../policies/Identity.ts'

interface IdentityRow {
  user_id: string
  email: string
  name: string
  tenant_name: string
  grants: ScopedGrant[]
}

/**
 * The person behind a session with all grants, in one statement; null when the session, the person or the membership has
 * ended. Asked at every request, so that an end of access is an end at once.
 */
export async function loadIdentity(
  db: Knex,
  { tenantId, sessionId }: { tenantId: string; sessionId: string },
): Promise<Identity | null> {
  const { rows } = await db.raw<{ rows: IdentityRow[] }>('SELECT * FROM session_identity(?, ?)', [tenantId, sessionId])
  const row = rows[0]
  if (row === undefined) {
    return null
  }
  const { user_id: userId, email, name, tenant_name: tenantName, grants } = row
  return {
    userId,
    email,
    name,
    tenantId,
    tenantName,
    sessionId,
    grants,
    ability: abilityOf({ userId, tenantId }, grants),
  }
}
