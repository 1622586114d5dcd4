import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { readSession, subscribeToSession } from '../api/sessionStore.ts'

let shared: HocuspocusProviderWebsocket | null = null
let stopWatching: (() => void) | null = null

/** How soon a lost connection is tried again, in milliseconds: at growing, random distances. */
export const RECONNECT = { delay: 400, minDelay: 200, maxDelay: 8000 }

/**
 * The one socket to /collab that all open sheets of this tab share. It reconnects by itself, with jitter, and is closed
 * when the session ends: nothing of it may stay connected.
 */
export function collabSocket(): HocuspocusProviderWebsocket {
  if (shared === null) {
    const url = new URL('/collab', window.location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    shared = new HocuspocusProviderWebsocket({ url: url.href, ...RECONNECT })
    window.addEventListener('offline', heardOffline)
    window.addEventListener('online', heardOnline)
    stopWatching = subscribeToSession(() => {
      if (readSession().status === 'signed-out') {
        close()
      }
    })
    if (!navigator.onLine) {
      goOffline(shared)
    }
  }
  return shared
}

function close(): void {
  stopWatching?.()
  stopWatching = null
  window.removeEventListener('offline', heardOffline)
  window.removeEventListener('online', heardOnline)
  shared?.destroy()
  shared = null
}

/** The browser says so before any timeout would. */
const heardOffline = (): void => {
  if (shared !== null) {
    goOffline(shared)
  }
}

const heardOnline = (): void => {
  if (shared !== null) {
    goOnline(shared)
  }
}

/** Nothing comes back from a network that is gone, so nobody waits for the connection to say that it ended. */
export function goOffline(socket: HocuspocusProviderWebsocket): void {
  const { webSocket } = socket
  socket.disconnect()
  webSocket?.dispatchEvent(new CloseEvent('close', { reason: 'offline' }))
}

/** Also when the old connection has not closed yet: asked only to connect, the socket would stay away for good. */
export function goOnline(socket: HocuspocusProviderWebsocket): void {
  socket.shouldConnect = true
  void socket.connect()
}
