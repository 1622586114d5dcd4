import { abilityOf } from '../policies/ability.ts'
import type { Identity, ScopedGrant } from '../policies/Identity.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

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
  reader: TenantReader,
  { tenantId, sessionId }: { tenantId: string; sessionId: string },
): Promise<Identity | null> {
  const statement = { sql: 'SELECT * FROM session_identity($1, $2)', bindings: [tenantId, sessionId], name: 'identity' }
  const [row] = await reader.call<IdentityRow>(statement)
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
