import type { TenantReader } from '../storage/database/TenantReader.ts'

/** Those of the tenants that one of these people belongs to, or has belonged to: their name stands in what they did. */
export async function tenantsOfPeople(
  reader: TenantReader,
  tenantIds: Iterable<string>,
  userIds: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const tenantId of tenantIds) {
    const members = await reader.read(tenantId, {
      sql: 'SELECT user_id FROM memberships WHERE tenant_id = $1 AND user_id = ANY ($2) LIMIT 1',
      bindings: [tenantId, userIds],
    })
    if (members.length > 0) {
      found.push(tenantId)
    }
  }
  return found
}
