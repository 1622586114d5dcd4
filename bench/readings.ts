/**
 * Readings of meters, by HTTP in batches and by MQTT one in each message, each acknowledged when it is durable; and what people
 * who type feel of 5,000 a second beside them. READINGS_ROUNDS names another number of rounds than 3.
 */
import { connectAsync, type MqttClient } from 'mqtt'
import type { NewDeviceReply } from '#shared/api/devices.ts'
import { atMost, reaches, type BenchRow } from './BenchRow.ts'
import { newLiveSheet } from './data/liveSheet.ts'
import { latencyOf, type Latency, type Side } from './liveEdits.ts'
import { RunningProduct } from './measure/RunningProduct.ts'
import { median, wait } from './measure/statistics.ts'

const ROUNDS = Number(process.env['READINGS_ROUNDS'] ?? 3)
/** Enough that none of them sends more often than a device may. */
const METERS = 300
const BATCH = 100
const HTTP_AT_ONCE = 8
const MQTT_AT_ONCE = 4
const SECONDS = 5
const WANTED_PER_SECOND = 5000
const TYPISTS = 10
const EDITS_PER_SECOND = 2
const FIRST_MOMENT = Date.UTC(2020, 0, 1)

/** Sends so many readings, and is done when they are acknowledged. */
interface Sender {
  readings: number
  send: () => Promise<void>
}

/** Until `over` has settled, `perSecond` of all together at most; null: as many as go. Answers readings per second. */
async function sendUntil(
  over: Promise<unknown>,
  senders: readonly Sender[],
  perSecond: number | null,
): Promise<number> {
  let [isOver, begun, kept] = [false, 0, 0]
  const end = over.finally(() => (isOver = true))
  const start = performance.now()
  await Promise.all(
    senders.map(async ({ readings, send }) => {
      while (!isOver) {
        if (perSecond !== null && begun > (perSecond * (performance.now() - start)) / 1000) {
          await wait(2)
          continue
        }
        begun += readings
        await send()
        kept += readings
      }
    }),
  )
  await end
  return kept / ((performance.now() - start) / 1000)
}

async function addMeters(product: RunningProduct, token: string): Promise<NewDeviceReply[]> {
  const meters: NewDeviceReply[] = []
  for (let i = 0; i < METERS; i++) {
    const body = { name: `Bench ${i}`, kind: 'counter', unit: 'kWh', interval_minutes: 15, time_zone: 'UTC' }
    const answer = await fetch(`${product.origin}/api/v1/devices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) {
      throw new Error(await answer.text())
    }
    meters.push((await answer.json()) as NewDeviceReply)
  }
  return meters
}

let made = 0
/** No two are alike: a duplicate would cost less. */
const nextReading = (): { at: string; value: number } => {
  made++
  return { at: new Date(FIRST_MOMENT + made * 1000).toISOString(), value: made }
}

function httpSenders({ origin }: RunningProduct, meters: readonly NewDeviceReply[]): Sender[] {
  let turn = 0
  const send = async (): Promise<void> => {
    const { id, secret } = meters[turn++ % meters.length]!
    const answer = await fetch(`${origin}/api/v1/devices/${id}/readings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ readings: Array.from({ length: BATCH }, nextReading) }),
    })
    const text = await answer.text()
    if (!answer.ok) {
      throw new Error(text)
    }
  }
  return Array.from({ length: HTTP_AT_ONCE }, () => ({ readings: BATCH, send }))
}

function mqttSenders(clients: readonly MqttClient[], meters: readonly NewDeviceReply[]): Sender[] {
  return clients.flatMap((client, i) => {
    const { topic } = meters[i]!.mqtt!
    const send = async (): Promise<void> => {
      await client.publishAsync(topic, JSON.stringify(nextReading()), { qos: 1 })
    }
    return Array.from({ length: MQTT_AT_ONCE }, () => ({ readings: 1, send }))
  })
}

export async function benchReadings(): Promise<BenchRow[]> {
  const product = await RunningProduct.start('demo')
  const clients: MqttClient[] = []
  try {
    const token = await product.signIn('admin@demo.example')
    const meters = await addMeters(product, token)
    for (const { id: username, secret: password, mqtt } of meters) {
      clients.push(await connectAsync(mqtt!.url, { username, password, reconnectPeriod: 0 }))
    }
    const http = httpSenders(product, meters)
    const mqtt = mqttSenders(clients, meters)
    const side: Side = {
      ...(await newLiveSheet(product, token, { rows: 10_000, fields: 15 })),
      token,
      cpuMs: () => product.cpuMs,
    }
    const speeds: Record<'http' | 'mqtt', number[]> = { http: [], mqtt: [] }
    const typing: Record<'alone' | 'http' | 'mqtt', Latency[]> = { alone: [], http: [], mqtt: [] }
    const beside: Record<'http' | 'mqtt', number[]> = { http: [], mqtt: [] }
    for (let round = 0; round < ROUNDS; round++) {
      for (const [way, senders] of [
        ['http', http],
        ['mqtt', mqtt],
      ] as const) {
        speeds[way].push(await sendUntil(wait(SECONDS * 1000), senders, null))
        typing.alone.push(await latencyOf(side, TYPISTS, EDITS_PER_SECOND))
        const typed = latencyOf(side, TYPISTS, EDITS_PER_SECOND)
        beside[way].push(await sendUntil(typed, senders, WANTED_PER_SECOND))
        typing[way].push(await typed)
        // what a device may send is counted by the minute
        await wait(60_000)
      }
    }
    return (['http', 'mqtt'] as const).flatMap((way) => {
      const name = way === 'http' ? `by HTTP, ${BATCH} in a batch` : 'by MQTT, one in a message'
      const of = (which: 'alone' | 'http' | 'mqtt', key: keyof Latency): number =>
        median(typing[which].map((latency) => latency[key]))
      const perSecond = { reference: WANTED_PER_SECOND, unit: '/s' }
      return [
        reaches(`readings ${name}`, { ours: median(speeds[way]), ...perSecond, times: 1 }),
        reaches(`readings ${name}, while ${TYPISTS} type`, { ours: median(beside[way]), ...perSecond, times: 0.98 }),
        ...(['p50', 'p95'] as const).map((key) =>
          atMost(`edit to a peer, ${TYPISTS} type, ${key}, with readings ${name}`, {
            ours: of(way, key),
            reference: of('alone', key),
            unit: 'ms',
            times: 1.2,
          }),
        ),
      ]
    })
  } finally {
    await Promise.all(clients.map((client) => client.endAsync(true)))
    await product.stop()
  }
}
