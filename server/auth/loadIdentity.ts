import type { LiveSession } from '#collab/hocuspocus/ports.ts'
import { abilityOf } from '../policies/ability.ts'
import type { Identity, ScopedGrant } from '../policies/Identity.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

interface IdentityRow {
  session_id: string
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
  const [row] = await reader.call<Omit<IdentityRow, 'session_id'>>(statement)
  return row === undefined ? null : identityOf(tenantId, { ...row, session_id: sessionId })
}

/** The same for many sessions of a tenant in one statement. Sessions that have ended are missing. */
export async function loadIdentities(
  reader: TenantReader,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<Identity[]> {
  const rows = await loadSessions(reader, tenantId, sessionIds)
  return rows.map((row) => identityOf(tenantId, row))
}

/** Sessions of a tenant that have not ended, each with what its rights rest on (`standingOf`) and what its person is called. */
export async function loadLiveSessions(
  reader: TenantReader,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<Map<string, LiveSession>> {
  const rows = await loadSessions(reader, tenantId, sessionIds)
  return new Map(rows.map((row) => [row.session_id, { standing: standingOf(row.grants), name: row.name }]))
}

/** What a person's rights rest on, as a text that changes with it. */
export const standingOf = (grants: readonly ScopedGrant[]): string => JSON.stringify(grants)

function loadSessions(reader: TenantReader, tenantId: string, sessionIds: readonly string[]): Promise<IdentityRow[]> {
  const statement = { sql: 'SELECT * FROM session_identities($1, $2)', bindings: [tenantId, sessionIds] }
  return reader.call<IdentityRow>({ ...statement, name: 'identities' })
}

function identityOf(tenantId: string, row: IdentityRow): Identity {
  const { session_id: sessionId, user_id: userId, email, name, tenant_name: tenantName, grants } = row
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
