/**
 * Locks and lost roles against writes that are on their way. The database itself watches: a trigger of this test notes every
 * update that is journaled while the lock, or the loss of the role, is committed already.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import type { PersonReply } from '#shared/api/users.ts'
import { random } from '#collab/testing/random.ts'
import { sizeOf } from '#shared/testing/sizeOf.ts'
import type { Reply } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'
import { COMMON, ordinalOf } from './testing/oracle.ts'
import { Target } from './testing/Target.ts'

const RACES = sizeOf({ short: 100, long: 1000 })
/** Then they go on in another sheet: this one would be folded, and the clients here do not move on. */
const RACES_PER_SHEET = 200
const NOTE = ordinalOf('note')

let target: Target

beforeAll(async () => {
  target = await Target.start()
  await target.server.database.owner.raw(`
    CREATE TABLE late_updates (document_id bigint, seq bigint, why text);
    CREATE FUNCTION note_late_updates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF NEW.origin IN ('socket', 'api') THEN
        INSERT INTO late_updates SELECT NEW.document_id, NEW.seq, 'locked'
          FROM documents d JOIN cycles c ON c.id = d.cycle_id WHERE d.id = NEW.document_id AND c.status = 'locked';
        INSERT INTO late_updates SELECT NEW.document_id, NEW.seq, 'no role'
          WHERE NOT EXISTS (SELECT FROM scoped_roles r WHERE r.user_id = NEW.actor_id AND r.role IN ('admin', 'data_owner'));
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER note_late_updates AFTER INSERT ON document_updates FOR EACH ROW EXECUTE FUNCTION note_late_updates()`)
})
afterEach(() => target.leaveAll())
afterAll(() => target.close())

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const late = (): Promise<unknown[]> => target.server.database.owner('late_updates').select('why')

async function newCycle(name: string): Promise<string> {
  const dates = { starts_on: '2026-01-01', ends_on: '2026-12-31' }
  const { tenantId: tenant_id, projectId: project_id } = target.tenant
  const cycle = { tenant_id, project_id, name, ...dates, gwp_set: 'AR6', factor_year: 2025 }
  const [{ id }] = await target.server.database.owner('cycles').insert(cycle).returning('id')
  return id
}

/** A row of which one part is journaled and the other not yet is incomplete, and blocks the lock for that moment. */
async function lock(cycleId: string): Promise<Reply> {
  const reply = await target.as('admin', 'POST', `/cycles/${cycleId}/status`, { status: 'locked' })
  return reply.body.code === 'blocked' ? lock(cycleId) : reply
}

test(`[A4] a lock that is set between sending and journaling wins: ${RACES} races of two writers on sockets and one over REST`, async () => {
  const next = random(4)
  const tokens = [await target.token('data_owner'), await target.token('moduleOwner')]
  let [taken, refused] = [0, 0]
  for (let race = 0; race < RACES; race++) {
    const cycleId = await newCycle(`Race ${race}`)
    const name = (await target.documents(cycleId)).get(COMMON)!
    const writers = tokens.map((token) => new LiveClient({ url: target.socketUrl, name, token, hasPresence: false }))
    await until(() => writers.every(({ provider }) => provider.synced), 'open')
    // nothing may block the lock: rows have all that their results need, and nobody writes the cell of somebody else
    const rest = (...notes: string[]) =>
      target.as('admin', 'POST', `/tables/${target.tenant.tableId}/rows?cycle_id=${cycleId}`, {
        rows: notes.map((note) => ({ values: { note, quantity: 1, price: 2 } })),
      })
    const { body: first } = await rest('first', 'second')
    const rows = (first.accepted as { id: string }[]).map(({ id }) => id)
    await until(() => writers.every(({ sheet }) => rows.every((row) => sheet.hasRow(row))), 'seen')
    let isAnswered = false
    const writing = [
      ...writers.map(async ({ sheet }, who) => {
        for (let i = 0; i < 8 || !isAnswered; i++) {
          sheet.set(rows[who]!, NOTE, `race ${race} writer ${who} edit ${i}`)
          await pause(next() * 3)
        }
      }),
      (async () => {
        while ((await rest('of a program')).status === 200) {
          taken++
        }
        refused++
      })(),
    ]
    await pause(next() * 14)
    const { status, body: reply } = await lock(cycleId)
    isAnswered = true
    const head = await target.head(name)
    expect([race, status, reply.detail]).toEqual([race, 200, undefined])
    await Promise.all(writing)
    await until(
      () =>
        writers.every(
          ({ isSaved, closes, messages }) =>
            closes.length > 0 || (isSaved && messages.some((one) => one.type === 'rights' && one.locked)),
        ),
      'everything is answered, and everybody knows of the lock',
    )
    expect([race, await target.head(name), await late()]).toEqual([race, head, []])
    refused += writers.filter(({ messages }) => messages.some(({ type }) => type === 'refused')).length
    writers.forEach((client) => client.destroy())
  }
  expect(taken).toBeGreaterThan(0) // both outcomes were met, or nothing was raced
  expect(refused).toBeGreaterThan(0)
}, 3_600_000)

test(`[A8] a role that is taken between sending and journaling is gone: ${RACES} races`, async () => {
  const next = random(8)
  const { body: people } = await target.as('admin', 'GET', '/users?limit=200')
  const person = (people.data as PersonReply[]).find(({ email }) => email === target.email('moduleOwner'))!
  let grant = person.grants[0]!.id
  const token = await target.token('moduleOwner')
  let [name, row] = ['', '']
  for (let race = 0; race < RACES; race++) {
    if (race % RACES_PER_SHEET === 0) {
      const cycleId = await newCycle(`Roles ${race}`)
      name = (await target.documents(cycleId)).get(COMMON)!
      const rows = [{ values: { note: 'start' } }]
      const path = `/tables/${target.tenant.tableId}/rows?cycle_id=${cycleId}`
      row = (await target.as('admin', 'POST', path, { rows })).body.accepted[0].id
    }
    const client = new LiveClient({ url: target.socketUrl, name, token, hasPresence: false })
    await until(() => client.provider.synced && client.sheet.hasRow(row), 'open')
    const typing = (async () => {
      for (let i = 0; i < 10; i++) {
        client.sheet.set(row, NOTE, `race ${race} edit ${i}`)
        await pause(next() * 2)
      }
    })()
    await pause(next() * 10)
    expect((await target.as('admin', 'DELETE', `/users/${person.id}/grants/${grant}`)).status).toBe(204)
    await until(() => client.closes.includes('revoked'), 'cut')
    await typing
    client.destroy()
    expect([race, await late()]).toEqual([race, []])
    const again = { role: 'data_owner', scope: 'module', scope_id: target.tenant.moduleId }
    const { body } = await target.as('admin', 'POST', `/users/${person.id}/grants`, again)
    grant = (body as PersonReply).grants[0]!.id
  }
}, 3_600_000)
