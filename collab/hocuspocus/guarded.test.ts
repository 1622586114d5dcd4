import { type Extension, Server } from '@hocuspocus/server'
import { afterEach, expect, test, vi } from 'vitest'
import { LiveClient } from '#collab/testing/LiveClient.ts'
import { guarded } from './guarded.ts'

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
] as const

test.each(HOOKS)('[HOOK1] %s throws: it is counted, the process lives and others go on', async (hook) => {
  process.on('unhandledRejection', note)
  const [failed, logged]: [string[], string[]] = [[], []]
  const faulty: Extension = {
    [hook]: async () => {
      throw new TypeError('a fault of ours')
    },
  }
  const log = { info() {}, warn() {}, error: (_: object, message: string) => void logged.push(message) }
  const metrics = { refused() {}, hashDiffers() {}, hookFailed: (name: string) => void failed.push(name) }
  const server = new Server({
    port: 0,
    quiet: true,
    stopOnSignals: false,
    extensions: [guarded(faulty, metrics, log)],
  })
  await server.listen()
  stops.push(() => server.destroy())
  const join = async (): Promise<LiveClient> => {
    const client = new LiveClient({ url: `ws://127.0.0.1:${server.address.port}`, name: 'a', token: 'any' })
    stops.push(() => client.destroy())
    await vi.waitFor(() => expect(client.provider.synced).toBe(true))
    return client
  }
  const [ana, ben] = [await join(), await join()]
  ana.provider.sendStateless('anything')
  ana.provider.awareness?.setLocalState({ here: true })
  ana.doc.getMap('c').set('first', 1)
  await vi.waitFor(() => expect(ben.doc.getMap('c').get('first')).toBe(1))
  ana.destroy()
  await vi.waitFor(() => expect(failed).toContain(hook))
  ben.doc.getMap('c').set('second', 2)
  const cay = await join()
  await vi.waitFor(() => expect(cay.doc.getMap('c').get('second')).toBe(2))
  expect([new Set(failed), new Set(logged), unhandled]).toEqual([new Set([hook]), new Set(['a hook failed']), []])
})
