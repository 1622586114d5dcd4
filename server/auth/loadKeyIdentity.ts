import { isKeyScope, type KeyRights } from '#shared/permissions/keyScopes.ts'
import { abilityOf } from '../policies/ability.ts'
import type { Identity, ScopedGrant } from '../policies/Identity.ts'
import { narrowGrants, rolesForFields } from '../policies/keyRights.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

interface KeyRow {
  key_id: string
  user_id: string
  email: string
  name: string
  tenant_name: string
  grants: ScopedGrant[]
  scopes: string[]
  modules: KeyRights['modules']
  /** Its last use was written down a minute ago or longer. */
  is_use_old: boolean
}

/** Who a key acts for, with what is left of their rights. */
export interface KeyIdentity {
  identity: Identity & { key: KeyRights }
  /** Its last use was written down a minute ago or longer, or never. */
  isUseOld: boolean
}

/**
 * The person behind a key, found by its id or by the hash of its secret, in one statement; null when the key, the person or the
 * membership has ended. Asked at every request, so that an end of access is an end at once.
 */
export async function loadKeyIdentity(
  reader: TenantReader,
  { tenantId, keyId = null, sha256 = null }: { tenantId: string; keyId?: string | null; sha256?: Buffer | null },
): Promise<KeyIdentity | null> {
  const [row] = await reader.call<KeyRow>({
    sql: 'SELECT * FROM key_identity($1, $2, $3)',
    bindings: [tenantId, keyId, sha256],
    name: 'key identity',
  })
  if (row === undefined) {
    return null
  }
  const { user_id: userId, key_id: sessionId, email, name, tenant_name: tenantName } = row
  const key: KeyRights = { scopes: row.scopes.filter(isKeyScope), modules: row.modules }
  const grants = narrowGrants(row.grants, key)
  const ability = abilityOf({ userId, tenantId }, grants, key)
  const held = rolesForFields(grants, key)
  return {
    identity: { userId, email, name, tenantId, tenantName, sessionId, grants: held, ability, key },
    isUseOld: row.is_use_old,
  }
}
