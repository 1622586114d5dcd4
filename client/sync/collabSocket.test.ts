import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { expect, test, vi } from 'vitest'
import { goOffline, goOnline } from './collabSocket.ts'
import { until } from '#shared/testing/until.ts'

/** A connection of which nothing comes back once the network is gone, not even that it closed. */
class DeadWire extends EventTarget {
  static readonly made: DeadWire[] = []
  readyState: number = WebSocket.CONNECTING
  isClosed = false

  constructor() {
    super()
    DeadWire.made.push(this)
    setTimeout(() => {
      this.readyState = WebSocket.OPEN
      this.dispatchEvent(new Event('open'))
    })
  }

  send(): void {}

  close(): void {
    this.isClosed = true
  }
}

test('the connection is lost as soon as the browser is offline, also when its end is never answered', async () => {
  const socket = new HocuspocusProviderWebsocket({
    url: 'ws://nowhere.invalid/collab',
    WebSocketPolyfill: DeadWire,
    autoConnect: false,
  })
  const closed = vi.fn()
  socket.on('close', closed)
  goOnline(socket)
  await until(() => expect(DeadWire.made[0]?.readyState).toBe(WebSocket.OPEN))

  goOffline(socket)
  expect([closed.mock.calls.length, DeadWire.made[0]?.isClosed]).toEqual([1, true])
  goOffline(socket)
  expect(closed).toHaveBeenCalledTimes(1)

  goOnline(socket)
  await until(() => expect(DeadWire.made[1]?.readyState).toBe(WebSocket.OPEN))
  DeadWire.made[0]?.dispatchEvent(new CloseEvent('close'))
  expect(closed).toHaveBeenCalledTimes(1)
  socket.destroy()
})
