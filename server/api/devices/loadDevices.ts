import type { Knex } from 'knex'
import type { DeviceReply } from '#shared/api/devices.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Device } from '#server/models/Device.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type DeviceRow, presentDevice } from '#server/presenters/presentDevice.ts'
import type { AppServices } from '../AppServices.ts'

/** The devices of the tenant, as the list shows them. */
export function keptDevices(trx: Knex.Transaction, tenantId: string): Knex.QueryBuilder {
  return trx('devices as d')
    .join('users as c', 'c.id', 'd.created_by')
    .join('device_positions as p', (on) => on.on('p.tenant_id', 'd.tenant_id').on('p.device_id', 'd.id'))
    .leftJoin('device_readings as r', (on) =>
      on.on('r.tenant_id', 'd.tenant_id').on('r.device_id', 'd.id').on('r.at', 'p.last_at'),
    )
    .where('d.tenant_id', tenantId)
    .whereNull('d.deleted_at')
    .select('d.*', { creator_name: 'c.name', last_at: 'r.at', last_value: 'r.value', received_at: 'p.received_at' })
    .select('p.refused_at', 'p.refusal', monthsWith(trx, 'gaps'), monthsWith(trx, 'resets'))
    .select(
      trx.raw(`(SELECT count(DISTINCT a.month)::int FROM device_amounts a
        JOIN device_rules u ON u.tenant_id = a.tenant_id AND u.id = a.rule_id
        WHERE u.tenant_id = d.tenant_id AND u.device_id = d.id AND a.state NOT IN ('written', 'locked')) AS open_months`),
      trx.raw(`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'table_id', u.table_id, 'table_name', t.name,
          'field_id', u.field_id, 'field_name', f.name, 'unit', f.unit, 'site', u.site, 'source', u.source,
          'aggregation', u.aggregation, 'from_month', u.from_month,
          'options', (SELECT s.options FROM fields s WHERE s.tenant_id = u.tenant_id AND s.table_id = u.table_id
            AND s.role = 'site' AND s.deleted_at IS NULL)) ORDER BY u.created_at, u.id), '[]')
        FROM device_rules u JOIN tables t ON t.tenant_id = u.tenant_id AND t.id = u.table_id
          JOIN fields f ON f.tenant_id = u.tenant_id AND f.id = u.field_id
        WHERE u.tenant_id = d.tenant_id AND u.device_id = d.id) AS rules`),
    )
}

/** Of the last year: in how many months something of this kind was found. */
const monthsWith = (trx: Knex.Transaction, what: 'gaps' | 'resets'): Knex.Raw =>
  trx.raw(
    `(SELECT count(*)::int FROM device_months m
      WHERE m.tenant_id = d.tenant_id AND m.device_id = d.id AND m.month >= to_char(now() - interval '12 months', 'YYYY-MM')
        AND jsonb_array_length(m.??) > 0) AS ??`,
    [what, what === 'gaps' ? 'gap_months' : 'reset_months'],
  )

/** One as the list shows it. */
export async function shownDevice(
  trx: Knex.Transaction,
  { mqtt }: Pick<AppServices, 'mqtt'>,
  { tenantId, id }: { tenantId: string; id: string },
): Promise<DeviceReply> {
  const row: DeviceRow = await keptDevices(trx, tenantId).where('d.id', id).first()
  return presentDevice(row, mqtt.way())
}

/** Throws PermissionError for who keeps no devices, and `not-found` for one that is not there. */
export async function loadDevice(trx: Knex.Transaction, identity: Identity, id: string): Promise<Device> {
  authorizeKind(identity, 'read', 'Device')
  const device = await Device.query(trx).where({ tenant_id: identity.tenantId, id }).whereNull('deleted_at').first()
  if (device === undefined) {
    throw new NotFoundError('device')
  }
  return device
}
