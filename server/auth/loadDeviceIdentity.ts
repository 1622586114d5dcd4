import { abilityOf } from '../policies/ability.ts'
import type { Identity } from '../policies/Identity.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'
import { DEVICE_PREFIX, readKeySecret } from './apiKeySecret.ts'

/** A device as whoever sends: it may nothing but send its own readings. */
export type DeviceIdentity = Identity & { device: { id: string; unit: string } }

/** The device that a credential is of; null when it is none of ours, was replaced, or its device is gone. */
export async function loadDeviceIdentity(reader: TenantReader, secret: string): Promise<DeviceIdentity | null> {
  const named = secret.startsWith(DEVICE_PREFIX) ? readKeySecret(secret) : null
  if (named === null) {
    return null
  }
  const { tenantId, sha256 } = named
  const [row] = await reader.read<{ id: string; name: string; unit: string }>(tenantId, {
    sql: `SELECT d.id, d.name, d.unit FROM devices d JOIN tenants t ON t.id = d.tenant_id AND t.deleted_at IS NULL
      WHERE d.tenant_id = $1 AND d.deleted_at IS NULL
        AND (d.secret_sha256 = $2 OR (d.previous_sha256 = $2 AND d.previous_until > now()))`,
    bindings: [tenantId, sha256],
    name: 'device identity',
  })
  if (row === undefined) {
    return null
  }
  const { id, name, unit } = row
  return {
    userId: id,
    email: '',
    name,
    tenantId,
    tenantName: '',
    sessionId: id,
    grants: [],
    ability: abilityOf({ userId: id, tenantId }, []),
    device: { id, unit },
  }
}
