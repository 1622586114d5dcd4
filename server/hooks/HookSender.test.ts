import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { seedTenant } from '../testing/seedTenant.ts'
import { until } from '../testing/until.ts'
import { CALL_OUT } from './egress/callOut.ts'
import { HookSecrets } from './HookSecrets.ts'
import { HOOK_TIMING, HookSender } from './HookSender.ts'
import { Receiver } from './testing/Receiver.ts'

const SECRET = 'a secret of the tests, at least 32 long'
let database: TestDatabase
let receiver: Receiver

beforeAll(async () => {
  database = await createTestDatabase()
  receiver = await Receiver.start()
})
afterAll(async () => {
  await receiver.close()
  await database.drop()
})

const senderWith = (secret: string): HookSender =>
  new HookSender({
    db: database.db,
    secrets: new HookSecrets(secret),
    egress: { ...CALL_OUT, allowsLocal: true },
    timing: { ...HOOK_TIMING, lookMs: 50 },
    log: { warn: () => {} },
  })

async function newDelivery(name: string): Promise<string> {
  const { tenantId, people } = await seedTenant(database.owner, name)
  const { id: created_by } = await database.owner('users').where({ email: people.admin }).first('id')
  const own = { tenant_id: tenantId, name, url: receiver.url, kinds: ['cycle.locked'], created_by }
  const hook = { ...own, secret: new HookSecrets(SECRET).make().sealed }
  const [{ id: webhook_id }] = await database.owner('webhooks').insert(hook).returning('id')
  const delivery = { tenant_id: tenantId, webhook_id, kind: 'cycle.locked', body: '{}' }
  const [{ id }] = await database.owner('webhook_deliveries').insert(delivery).returning('id')
  return id
}

test('a server that is killed in the middle of a call: another one calls again, under the same id', async () => {
  const isHeld = new Promise<void>((resolve) => {
    receiver.answer = () => resolve() // and never answers
  })
  const id = await newDelivery('Killed')
  const child = fork(new URL('testing/holdHook.ts', import.meta.url), [database.appUrl, SECRET])
  await isHeld
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  receiver.answer = (_, response) => void response.writeHead(204).end()
  const before = receiver.calls.length
  const sender = senderWith(SECRET)
  sender.start()
  const read = () => database.owner('webhook_deliveries').where({ id }).first()
  await until(async () => (await read()).state === 'delivered', 'delivered by the other one', 60_000)
  await sender.stop()
  expect(receiver.calls.length).toBeGreaterThan(before)
  expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]))
}, 90_000)

test('several servers send one delivery once, and what was kept under another secret says so', async () => {
  receiver.calls.length = 0
  const ids = await Promise.all(['A', 'B', 'C'].map(newDelivery))
  const senders = [senderWith(SECRET), senderWith(SECRET), senderWith(SECRET)]
  senders.forEach((sender) => sender.look())
  await until(() => receiver.calls.length === ids.length, 'all are sent')
  await Promise.all(senders.map((sender) => sender.stop()))
  expect(receiver.calls.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(ids.toSorted())

  const id = await newDelivery('Other secret')
  const other = senderWith('another secret of the tests, 32 long')
  other.look()
  const read = () => database.owner('webhook_calls').where({ delivery_id: id })
  await until(async () => (await read()).length > 0, 'tried')
  await other.stop()
  const calls = await read()
  expect(calls.map(({ status, problem }) => [status, problem])).toEqual([[null, 'no-secret']])
  expect(receiver.calls).toHaveLength(ids.length)
})
