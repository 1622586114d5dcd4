import type { Identity } from '../policies/Identity.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { loadIdentity } from './loadIdentity.ts'
import { loadKeyIdentity } from './loadKeyIdentity.ts'

/** Who is behind a sign-in or an API key, by its id, with the rights of now; null when it has ended. Rows come by both. */
export async function identityBehind(reader: TenantReader, tenantId: string, id: string): Promise<Identity | null> {
  const person = await loadIdentity(reader, { tenantId, sessionId: id })
  return person ?? (await loadKeyIdentity(reader, { tenantId, keyId: id }))?.identity ?? null
}
