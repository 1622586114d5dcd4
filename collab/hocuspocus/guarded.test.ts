import { type Extension, Server } from '@hocuspocus/server'
import { afterEach, expect, test, vi } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { guarded } from './guarded.ts'
import { until } from '#shared/testing/until.ts'

const stops: (() => unknown)[] = []
const unhandled: unknown[] = []
const note = (error: unknown): unknown => unhandled.push(error)

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) {
    await stop()
  }
  process.off('unhandledRejection', note)
})

const HOOKS = [
  'connected',
  'onStateless',
  'onChange',
  'onAwarenessUpdate',
  'onDisconnect',
  'afterHandleMessage',
  'beforeBroadcastStateless',
] as const

const DECIDING = [
  'onConnect',
  'onAuthenticate',
  'onCreateDocument',
  'onLoadDocument',
  'beforeHandleMessage',
  'beforeSync',
  'beforeHandleAwareness',
] as const

/** A server with that extension, what is counted and logged of it, and how people come to its documents. */
async function startWith(faulty: Extension) {
  process.on('unhandledRejection', note)
  const [failed, logged]: [string[], string[]] = [[], []]
  const log = { info() {}, warn() {}, error: (_: object, message: string) => void logged.push(message) }
  const metrics = { refused() {}, hashDiffers() {}, hookFailed: (name: string) => void failed.push(name) }
  const server = new Server({ port: 0, quiet: true, stopOnSignals: false, extensions: [guarded(faulty, metrics, log)] })
  await server.listen()
  stops.push(() => server.destroy())
  const open = (name: string): LiveClient => {
    const client = new LiveClient({ url: `ws://127.0.0.1:${server.address.port}`, name, token: 'any' })
    stops.push(() => client.destroy())
    return client
  }
  const join = async (name = 'a'): Promise<LiveClient> => {
    const client = open(name)
    await until(() => expect(client.provider.synced).toBe(true))
    return client
  }
  return { server, failed, logged, open, join }
}

function letComplain(): void {
  const complaining = vi.spyOn(console, 'error')
  const before = complaining.getMockImplementation()
  complaining.mockImplementation(() => {})
  stops.push(() => before !== undefined && complaining.mockImplementation(before))
}

test.each(HOOKS)('[HOOK1] %s throws: it is counted, the process lives and others go on', async (hook) => {
  const { failed, logged, join } = await startWith({
    onConnect: async ({ instance }) => instance.documents.forEach((document) => document.broadcastStateless('welcome')),
    [hook]: async () => {
      throw new TypeError('a fault of ours')
    },
  })
  const [ana, ben] = [await join(), await join()]
  ana.provider.sendStateless('anything')
  ana.provider.awareness?.setLocalState({ here: true })
  ana.doc.getMap('c').set('first', 1)
  await until(() => expect(ben.doc.getMap('c').get('first')).toBe(1))
  ana.destroy()
  await until(() => expect(failed).toContain(hook))
  ben.doc.getMap('c').set('second', 2)
  const cay = await join()
  await until(() => expect(cay.doc.getMap('c').get('second')).toBe(2))
  expect([new Set(failed), new Set(logged), unhandled]).toEqual([new Set([hook]), new Set(['a hook failed']), []])
})

test.each(DECIDING)(
  '[HOOK2] %s throws: nothing passes there, it is counted, and other documents go on',
  async (hook) => {
    letComplain() // Hocuspocus tells on the console why it closes a connection
    const { server, failed, logged, open, join } = await startWith({
      [hook]: async ({ documentName }: { documentName: string }) => {
        if (documentName === 'faulty') {
          throw new TypeError('a fault of ours')
        }
      },
    })
    const [ana, ben] = [await join(), await join()]
    const lost = open('faulty')
    lost.provider.awareness?.setLocalState({ here: true })
    lost.doc.getMap('c').set('never', 1)
    await until(() => expect(failed).toContain(hook))
    ana.doc.getMap('c').set('first', 1)
    await until(() => expect(ben.doc.getMap('c').get('first')).toBe(1))
    expect([new Set(failed), new Set(logged), unhandled]).toEqual([new Set([hook]), new Set(['a hook failed']), []])
    const passed = server.hocuspocus.documents.get('faulty')
    expect(passed?.awareness.getStates().size ?? 0).toBe(0)
    if (hook !== 'beforeHandleAwareness') {
      expect(passed?.getMap('c').size ?? 0).toBe(0)
    }
  },
)
