import {
  AcceptAmountBody,
  DeviceBody,
  DeviceMonthsReply,
  DeviceReply,
  DeviceRuleBody,
  DeviceRuleChange,
  DevicesQuery,
  DevicesReply,
  NewDeviceBody,
  NewDeviceReply,
  RotateDeviceBody,
} from '#shared/api/devices.ts'
import { acceptAmount } from '#server/devices/acceptAmount.ts'
import { deviceMonths } from '#server/devices/deviceMonths.ts'
import { addDevice, changeDevice, removeDevice, rotateDevice } from '#server/devices/saveDevice.ts'
import { addRule, changeRule, removeRule } from '#server/devices/saveRule.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import { type DeviceRow, presentDevice } from '#server/presenters/presentDevice.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { keptDevices, loadDevice, shownDevice } from './loadDevices.ts'

const TAG = 'Devices'

const list = route({
  method: 'get',
  path: '/devices',
  tag: TAG,
  summary: 'Meters that send their readings themselves, by name; never their credentials. For administrators',
  query: DevicesQuery,
  reply: DevicesReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'manage', 'Device')
    const order = { columns: ['d.name', 'd.id'], keyOf: ({ name, id }: DeviceRow) => [name, id] }
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const page = await keysetPage<DeviceRow>(keptDevices(trx, identity.tenantId), order, query)
      return { ...page, data: page.data.map((row) => presentDevice(row, services.mqtt.way())) }
    })
  },
})

const one = route({
  method: 'get',
  path: '/devices/{id}',
  tag: TAG,
  summary: 'One device, with its last reading and where its months are written',
  reply: DeviceReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { id } = await loadDevice(trx, identity, params['id']!)
      return shownDevice(trx, services, { tenantId: identity.tenantId, id })
    })
  },
})

const add = route({
  method: 'post',
  path: '/devices',
  tag: TAG,
  summary: 'Add a device; its credential is told this once',
  body: NewDeviceBody,
  reply: NewDeviceReply,
  async handle({ identity, body, services, ip }) {
    authorizeKind(identity, 'manage', 'Device')
    const { tenantId } = identity
    return inTenant(services.db, tenantId, async (trx) => {
      const { id, secret } = await addDevice(trx, identity, { body, origin: ip })
      return { ...(await shownDevice(trx, services, { tenantId, id })), secret }
    })
  },
})

const change = route({
  method: 'patch',
  path: '/devices/{id}',
  tag: TAG,
  summary: 'Change what a device is called and how it is read; its months are measured anew',
  body: DeviceBody,
  reply: DeviceReply,
  async handle({ identity, params, body, services, ip }) {
    const changed = await inTenant(services.db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      await changeDevice(trx, identity, { device, body, origin: ip })
      return shownDevice(trx, services, device)
    })
    services.monthsFollower.look()
    return changed
  },
})

const remove = route({
  method: 'delete',
  path: '/devices/{id}',
  tag: TAG,
  summary: 'Take a device away: nothing is taken from it any more; what it sent and what was written stays',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      await removeDevice(trx, identity, { device, origin: ip })
    })
  },
})

const rotate = route({
  method: 'post',
  path: '/devices/{id}/rotate',
  tag: TAG,
  summary: 'Give a device another credential, told this once; the old one opens as well for some hours',
  body: RotateDeviceBody,
  reply: NewDeviceReply,
  async handle({ identity, params, body, services, ip }) {
    const { tenantId } = identity
    return inTenant(services.db, tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      const secret = await rotateDevice(trx, identity, { device, overlapHours: body.overlap_hours, origin: ip })
      return { ...(await shownDevice(trx, services, device)), secret }
    })
  },
})

const months = route({
  method: 'get',
  path: '/devices/{id}/months',
  tag: TAG,
  summary:
    'What a device measured by month, with gaps and resets, which part of the month is known, and what was written',
  reply: DeviceMonthsReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      return { data: await deviceMonths(trx, device) }
    })
  },
})

const rule = route({
  method: 'post',
  path: '/devices/{id}/rules',
  tag: TAG,
  summary:
    'Have the months of a device written to the rows of a site; whole months only, and over nothing that people entered',
  body: DeviceRuleBody,
  reply: DeviceReply,
  async handle({ identity, params, body, services, ip }) {
    const shown = await inTenant(services.db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      await addRule(trx, identity, { device, body, origin: ip })
      return shownDevice(trx, services, device)
    })
    services.monthsFollower.look()
    return shown
  },
})

const rerule = route({
  method: 'patch',
  path: '/devices/{id}/rules/{rule_id}',
  tag: TAG,
  summary:
    'Change from which month on a rule writes, and whether totals or means; all of its months are looked at again',
  body: DeviceRuleChange,
  reply: DeviceReply,
  async handle({ identity, params, body, services, ip }) {
    const shown = await inTenant(services.db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      await changeRule(trx, identity, { device, ruleId: params['rule_id']!, body, origin: ip })
      return shownDevice(trx, services, device)
    })
    services.monthsFollower.look()
    return shown
  },
})

const unrule = route({
  method: 'delete',
  path: '/devices/{id}/rules/{rule_id}',
  tag: TAG,
  summary: 'Write nothing more by a rule; what it wrote stays',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      await removeRule(trx, identity, { device, ruleId: params['rule_id']!, origin: ip })
    })
  },
})

const again = route({
  method: 'post',
  path: '/devices/{id}/rules/{rule_id}/apply',
  tag: TAG,
  summary: 'Look at all months of a rule again, for example after a cycle was added',
  reply: null,
  async handle({ identity, params, services: { db, monthsFollower } }) {
    await inTenant(db, identity.tenantId, async (trx) => {
      const { id } = await loadDevice(trx, identity, params['id']!)
      await trx('device_rules')
        .where({ tenant_id: identity.tenantId, device_id: id, id: params['rule_id']! })
        .update({ due_at: trx.raw('clock_timestamp()') })
    })
    monthsFollower.look()
  },
})

const accept = route({
  method: 'post',
  path: '/devices/{id}/rules/{rule_id}/accept',
  tag: TAG,
  summary: 'Have the amount of a month written although part of it is unknown or something else stands there',
  body: AcceptAmountBody,
  reply: null,
  async handle({ identity, params, body, services: { db, monthsFollower }, ip }) {
    await inTenant(db, identity.tenantId, async (trx) => {
      const device = await loadDevice(trx, identity, params['id']!)
      await acceptAmount(trx, identity, { device, ruleId: params['rule_id']!, ...body, origin: ip })
    })
    monthsFollower.look()
  },
})

export const deviceRoutes = [list, one, add, change, remove, rotate, months, rule, rerule, unrule, again, accept]
