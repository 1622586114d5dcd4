import { randomUUID } from 'node:crypto'
import { createServer, type AddressInfo, connect as open } from 'node:net'
import { Aedes } from 'aedes'
import fc from 'fast-check'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { DeviceReply, type NewDeviceReply } from '#shared/api/devices.ts'
import { spawnProduct, stopProduct } from '#server/testing/spawnProduct.ts'
import { startTestServer, type TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { PacketMeter } from './PacketMeter.ts'

let server: TestServer
const clients: MqttClient[] = []

beforeAll(async () => {
  server = await startTestServer({ mqtt: { port: 0, isWished: true }, deviceRequestsAMinute: 100_000 })
})
afterAll(() => server.close())
afterEach(() => Promise.all(clients.splice(0).map((client) => client.endAsync(true))))

const METER = { kind: 'counter', unit: 'kWh', interval_minutes: 44_640, time_zone: 'UTC' }
const admin = (method: string, path: string, body?: unknown) =>
  server.request(server.one.people.admin, method, path, body)
const newDevice = async (): Promise<NewDeviceReply> =>
  (await admin('POST', '/devices', { name: `Meter ${randomUUID()}`, ...METER })).body
const shown = async ({ id }: NewDeviceReply): Promise<DeviceReply> => (await admin('GET', `/devices/${id}`)).body
const readings = async ({ id }: NewDeviceReply): Promise<number[]> =>
  (await admin('GET', `/devices/${id}/readings?limit=100`)).body.data.map(({ value }: { value: number }) => value)
const at = (minute: number): string => new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString()

async function connect(device: NewDeviceReply, more: IClientOptions = {}): Promise<MqttClient> {
  const { id: username, secret: password } = device
  const client = await connectAsync(
    device.mqtt!.url,
    { username, password, reconnectPeriod: 0, connectTimeout: 60_000, ...more },
    false,
  )
  client.on('error', () => {}) // what is cut is looked at where it is expected
  clients.push(client)
  return client
}
const cut = (client: MqttClient): Promise<void> => until(() => !client.connected, 'the connection is cut')

/** Nothing of the tenant can be kept until it is released. */
async function holdStore(): Promise<() => Promise<void>> {
  const trx = await server.database.owner.transaction()
  await trx.raw("SELECT pg_advisory_xact_lock(hashtext(? || 'readings'))", [server.one.tenantId])
  return async () => {
    await trx.commit()
  }
}
const somebodyWaits = (): Promise<void> =>
  until(async () => {
    const { rows } = await server.database.owner.raw<{ rows: { pid: number }[] }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
    )
    return rows.length > 0
  }, 'the store waits for its turn')

test('one reading and a batch are kept once each, however often they come and from however many connections', async () => {
  const device = await newDevice()
  const { topic } = device.mqtt!
  const [one, other] = [await connect(device), await connect(device)]
  const send = (client: MqttClient, message: unknown) => client.publishAsync(topic, JSON.stringify(message), { qos: 1 })
  const batch = { unit: 'kWh', readings: [1, 2].map((value) => ({ at: at(value), value })) }
  await Promise.all([send(one, { at: at(0), value: 0 }), send(one, batch), send(other, batch)])
  await other.publishAsync(topic, JSON.stringify({ at: at(2), value: 5 }), { qos: 2 })
  expect(await readings(device)).toEqual([5, 1, 0])
  await one.publishAsync(topic, JSON.stringify({ at: at(3), value: 6 }), { qos: 0 })
  await expect.poll(() => readings(device)).toEqual([6, 5, 1, 0])
  expect((await shown(device)).last_refusal).toBeNull()
})

test('a device comes in by its own credential alone, and throws nobody out', async () => {
  const [device, other] = [await newDevice(), await newDevice()]
  const wrong: [string, string][] = [
    [device.id, other.secret],
    [device.id, ''],
    ['', device.secret],
    [device.id, device.secret.slice(0, -1)],
  ]
  for (const [username, password] of wrong) {
    await expect(connect(device, { username, password })).rejects.toThrow(/Bad username or password/)
  }
  const clientId = 'the same'
  const [mine, theirs] = [await connect(device, { clientId }), await connect(other, { clientId })]
  await mine.publishAsync(device.mqtt!.topic, JSON.stringify({ at: at(0), value: 1 }), { qos: 1 })
  expect([mine.connected, theirs.connected]).toEqual([true, true])
  await expect(theirs.subscribeAsync(device.mqtt!.topic)).rejects.toThrow(/Unspecified error/)
  await expect(theirs.subscribeAsync('#')).rejects.toThrow(/Unspecified error/)
})

test('what is none of its readings is refused, and administrators see why', async () => {
  const [device, other] = [await newDevice(), await newDevice()]
  const why = async () => (await shown(device)).last_refusal?.errors.map(({ path, code }) => `${path} ${code}`)
  const { topic } = device.mqtt!
  const client = await connect(device)
  const broken: [string | Buffer, string[]][] = [
    [Buffer.from([0xff, 0xfe, 0]), [' invalid-type']],
    ['{"readings": [', [' invalid-type']],
    ['[]', [' invalid-type']],
    ['{"at": "yesterday", "value": -1}', ['readings[0].at invalid-format', 'readings[0].value too-small']],
    ['{"readings": [{"at": "2999-01-01T00:00:00Z", "value": 1}]}', ['readings[0].at in-future']],
    ['{"readings": [{"at": "2025-01-01T00:00:00Z", "value": 1}], "unit": "L"}', ['unit wrong-unit']],
  ]
  for (const [payload, expected] of broken) {
    await client.publishAsync(topic, payload, { qos: 1 })
    expect(await why()).toEqual(expected)
  }
  expect(client.connected).toBe(true)

  const good = JSON.stringify({ at: at(0), value: 1 })
  client.publish(other.mqtt!.topic, good, { qos: 1 })
  await cut(client)
  expect(await why()).toEqual(['topic not-foreseen'])
  const second = await connect(device)
  second.publish(topic, good, { qos: 1, retain: true })
  await cut(second)
  expect(await why()).toEqual(['retain not-used'])
  expect([await readings(device), await readings(other)]).toEqual([[], []])
})

test('a packet that is too large is cut off before it is in memory', async () => {
  const device = await newDevice()
  const client = await connect(device)
  client.publish(device.mqtt!.topic, Buffer.alloc(4 << 20, 0x20), { qos: 1 })
  await cut(client)
  const { port, hostname } = new URL(device.mqtt!.url.replace('mqtt:', 'http:'))
  const socket = open(Number(port), hostname)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {}) // it is cut while it writes
  socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))
  await closed
})

test('a reading is acknowledged when it is durable, and not before', async () => {
  const device = await newDevice()
  const client = await connect(device)
  const release = await holdStore()
  let acknowledged = false
  const sent = client
    .publishAsync(device.mqtt!.topic, JSON.stringify({ at: at(0), value: 1 }), { qos: 1 })
    .then(() => (acknowledged = true))
  await somebodyWaits()
  expect(acknowledged).toBe(false)
  await release()
  await sent
  expect(await readings(device)).toEqual([1])
})

test('when the database breaks nothing is acknowledged, and the device sends again', async () => {
  const device = await newDevice()
  const client = await connect(device, { reconnectPeriod: 20, clean: false, clientId: 'again' })
  const release = await holdStore()
  const sent = client.publishAsync(device.mqtt!.topic, JSON.stringify({ at: at(0), value: 1 }), { qos: 1 })
  await somebodyWaits()
  const broken = new Promise((resolve) => client.once('close', () => resolve(null)))
  await server.database.owner.raw(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
  )
  await broken
  await release()
  await sent
  expect(await readings(device)).toEqual([1])
})

test('a credential that was replaced or taken away cuts the connection', async () => {
  const [rotated, removed, calm] = [await newDevice(), await newDevice(), await newDevice()]
  const [first, second, third] = [await connect(rotated), await connect(removed), await connect(calm)]
  await admin('POST', `/devices/${rotated.id}/rotate`, { overlap_hours: 1 })
  const { body } = await admin('POST', `/devices/${rotated.id}/rotate`, { overlap_hours: 0 })
  await admin('DELETE', `/devices/${removed.id}`)
  await cut(first)
  await cut(second)
  expect(third.connected).toBe(true)
  await connect({ ...rotated, secret: body.secret })
})

test('of one device so many are connected, and the newest stay', async () => {
  const device = await newDevice()
  const all: MqttClient[] = []
  for (let i = 0; i < 5; i++) {
    all.push(await connect(device))
  }
  await cut(all[0]!)
  expect(all.map(({ connected }) => connected)).toEqual([false, true, true, true, true])
})

test('what was acknowledged is there after the server was killed', async () => {
  const device = await newDevice()
  const { child, origin } = await spawnProduct({
    DATABASE_URL: server.database.ownerUrl,
    DATABASE_APP_URL: server.database.appUrl,
    SESSION_SECRET: 'a secret of the tests, at least 32 long',
    SEED: 'none',
  })
  const authorization = `Bearer ${await server.token(server.one.people.admin)}`
  const reply = await fetch(`${origin}/api/v1/devices/${device.id}`, { headers: { authorization } })
  const there = DeviceReply.parse(await reply.json())
  const client = await connect({ ...device, mqtt: there.mqtt })
  const acknowledged: number[] = []
  const killed: Promise<void>[] = []
  for (let value = 1; value <= 500; value++) {
    client.publish(there.mqtt!.topic, JSON.stringify({ at: at(value), value }), { qos: 1 }, (error) => {
      if (error === undefined || error === null) {
        acknowledged.push(value)
        if (acknowledged.length === 100) {
          killed.push(stopProduct(child, 'SIGKILL'))
        }
      }
    })
  }
  await cut(client)
  await Promise.all(killed)
  expect(acknowledged.length).toBeGreaterThanOrEqual(100)
  const kept: { value: number }[] = await server.database.owner('device_readings').where({ device_id: device.id })
  const values = new Set(kept.map(({ value }) => value))
  expect(acknowledged.filter((value) => !values.has(value))).toEqual([])
})

test('a broker of the company is subscribed to, and what came while the server was away is kept by it', async () => {
  const outside = await Aedes.createBroker()
  const sockets = createServer(outside.handle)
  await new Promise<void>((resolve) => sockets.listen(0, '127.0.0.1', resolve))
  const { port } = sockets.address() as AddressInfo
  const mqtt = { url: `mqtt://me:hidden@127.0.0.1:${port}`, clientId: 'carbonsheet' }
  const device = await newDevice()
  const other = await newDevice()
  const topic = `carbonsheet/devices/${device.id}/readings`
  let away = await server.startAnother({ mqtt })
  const authorization = `Bearer ${await server.token(server.one.people.admin)}`
  const reply = await fetch(`${away.origin}/api/v1/devices/${device.id}`, { headers: { authorization } })
  expect(DeviceReply.parse(await reply.json()).mqtt).toEqual({
    url: `mqtt://127.0.0.1:${port}`,
    topic,
    is_outside: true,
  })

  const gateway = await connect({ ...device, mqtt: { url: mqtt.url, topic, is_outside: true } })
  const send = (message: object) => gateway.publishAsync(topic, JSON.stringify(message), { qos: 1 })
  const { secret: credential } = device
  await send({ at: at(0), value: 1 })
  await send({ credential: other.secret, at: at(0), value: 1 })
  await until(async () => {
    await send({ credential, readings: [{ at: at(1), value: 2 }] })
    return (await readings(device)).length === 1
  }, 'the server has subscribed')
  await send({ credential, readings: 'none' })
  await expect.poll(async () => (await shown(device)).last_refusal?.errors[0]?.path).toBe('readings')

  // as many as came together are acknowledged together, when they are durable
  const release = await holdStore()
  for (const value of [3, 4, 5]) {
    await send({ credential, at: at(value), value })
  }
  await somebodyWaits()
  await release()
  await expect.poll(() => readings(device)).toEqual([5, 4, 3, 2])

  await away.stop()
  await send({ credential, at: at(6), value: 6 })
  away = await server.startAnother({ mqtt })
  await expect.poll(() => readings(device)).toEqual([6, 5, 4, 3, 2])
  expect(await readings(other)).toEqual([])
  await away.stop()
  await gateway.endAsync(true)
  await new Promise<void>((resolve) => outside.close(resolve))
  sockets.close()
})

/** A packet of some kind with so many bytes behind its header. */
function packet(length: number): Buffer {
  const header = [0x30]
  let rest = length
  do {
    header.push((rest % 0x80) | (rest >= 0x80 ? 0x80 : 0))
    rest = Math.floor(rest / 0x80)
  } while (rest > 0)
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)])
}

const LIMITS = { firstBytes: 200, packetBytes: 20_000 }

test('packets pass as long as none is too large, however they are cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.array(fc.integer({ min: 0, max: 25_000 }), { maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }),
      (first, others, cuts) => {
        const meter = new PacketMeter(LIMITS)
        const all = Buffer.concat([first, ...others].map(packet))
        let passes = true
        for (let at = 0, i = 0; at < all.length && passes; i++) {
          const cut = cuts[i % cuts.length]!
          passes = meter.take(all.subarray(at, at + cut))
          at += cut
        }
        expect(passes).toBe(first <= LIMITS.firstBytes && others.every((length) => length <= LIMITS.packetBytes))
      },
    ),
  )
})

test('a packet is known to be too large by its header, and a length without end is none', () => {
  expect(new PacketMeter({ firstBytes: 10, packetBytes: 10 }).take(packet(11).subarray(0, 2))).toBe(false)
  expect(
    new PacketMeter({ firstBytes: 2 ** 30, packetBytes: 10 }).take(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x80])),
  ).toBe(false)
})
