import { ReadingsBody, ReadingsListReply, ReadingsQuery, ReadingsReply } from '#shared/api/devices.ts'
import { checkReadings } from '#shared/readings/checkReadings.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { ValidationError } from '#server/errors/ValidationError.ts'
import { authorize } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { loadDevice } from './loadDevices.ts'

const TAG = 'Readings'
/** `MOST_READINGS` of them with room for spaces. */
const BODY_BYTES = 1 << 20

const send = route({
  method: 'post',
  path: '/devices/{id}/readings',
  tag: TAG,
  summary: 'Send readings: all of them are kept or none, late ones as well, and each once however often it is sent',
  body: ReadingsBody,
  bodyLimitBytes: BODY_BYTES,
  takesDevices: true,
  reply: ReadingsReply,
  async handle({ identity, params, body, services: { db, readings } }) {
    const { tenantId } = identity
    const id = params['id']!.toLowerCase()
    if (identity.device !== undefined && identity.device.id !== id) {
      throw new NotFoundError('device')
    }
    const device = identity.device ?? (await inTenant(db, tenantId, (trx) => loadDevice(trx, identity, id)))
    if (identity.device === undefined) {
      authorize(identity, 'update', 'Device', { tenantId })
    }
    const checked = checkReadings(body, device)
    if (!checked.ok) {
      throw new ValidationError(checked.error)
    }
    return readings.store(tenantId, id, checked.value)
  },
})

interface ReadingRow {
  at: Date
  value: number
  received_at: Date
  corrections: { value: number; received_at: string }[]
}

const list = route({
  method: 'get',
  path: '/devices/{id}/readings',
  tag: TAG,
  summary: 'The readings of a device, newest first, with what was sent for the same moment before',
  query: ReadingsQuery,
  reply: ReadingsListReply,
  async handle({ identity, params, query, services }) {
    const { tenantId } = identity
    return inTenant(services.db, tenantId, async (trx) => {
      const { id } = await loadDevice(trx, identity, params['id']!)
      const kept = trx('device_readings as r')
        .where({ 'r.tenant_id': tenantId, 'r.device_id': id })
        .select('r.at', 'r.value', 'r.received_at')
        .select(
          trx.raw(`(SELECT coalesce(jsonb_agg(jsonb_build_object('value', c.value, 'received_at', c.received_at) ORDER BY c.id),
            '[]') FROM device_corrections c
            WHERE c.tenant_id = r.tenant_id AND c.device_id = r.device_id AND c.at = r.at) AS corrections`),
        )
      const order = { columns: ['r.at'], keyOf: ({ at }: ReadingRow) => [at.toISOString()], descending: true }
      const page = await keysetPage<ReadingRow>(kept, order, query)
      const data = page.data.map(({ at, value, received_at, corrections }) => ({
        at: at.toISOString(),
        value,
        received_at: received_at.toISOString(),
        corrections: corrections.map((one) => ({ ...one, received_at: new Date(one.received_at).toISOString() })),
      }))
      return { ...page, data }
    })
  },
})

export const readingRoutes = [send, list]
