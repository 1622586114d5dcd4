/** Servers lose the Redis between them; a role is taken at one while its holder types at another. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import type { PersonReply } from '#shared/api/users.ts'
import type { RunningServer } from '#server/services/startServer.ts'
import { RedisServer } from '#server/testing/RedisServer.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

let redis: RedisServer
let target: Target
let other: RunningServer

beforeAll(async () => {
  redis = await RedisServer.start()
  target = await Target.start({ redisUrl: redis.url })
  other = await target.server.startAnother()
})
afterAll(async () => {
  await target.close()
  redis.goOn()
  await redis.kill()
})

test.each(['is gone', 'answers nothing'])(
  '[A8] Redis %s: who loses a role at one server is cut at the other while typing, and nothing is journaled behind it',
  async (fault) => {
    const { body: people } = await target.as('admin', 'GET', '/users?limit=200')
    const person = (people.data as PersonReply[]).find(({ email }) => email === target.email('moduleOwner'))!
    const row = await target.newRow({ note: 'start' })
    const name = await target.document(COMMON)
    const url = `${other.origin.replace('http', 'ws')}/collab`
    const client = new LiveClient({ url, name, token: await target.token('moduleOwner') })
    await until(() => client.sheet.hasRow(row), 'open')
    await (fault === 'is gone' ? redis.kill() : redis.halt())
    let count = 0
    const typing = setInterval(() => client.sheet.set(row, ordinalOf('note'), `edit ${count++}`), 3)
    await until(() => count > 30, 'typing')
    const grants = `/users/${person.id}/grants`
    expect((await target.as('admin', 'DELETE', `${grants}/${person.grants[0]!.id}`)).status).toBe(204)
    const head = await target.head(name)
    const written = count
    await until(() => client.closes.includes('revoked'), 'cut')
    await until(() => count > written + 30, 'typing in vain')
    clearInterval(typing)
    expect(await target.head(name)).toBe(head)
    client.destroy()
    const again = { role: 'data_owner', scope: 'module', scope_id: target.tenant.moduleId }
    expect((await target.as('admin', 'POST', grants, again)).status).toBe(200)
    await (fault === 'is gone' ? redis.startAgain() : redis.goOn())
  },
)
