import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { readSession, subscribeToSession } from '../api/sessionStore.ts'

let shared: HocuspocusProviderWebsocket | null = null
let stopWatching: (() => void) | null = null

/**
 * The one socket to /collab that all open sheets of this tab share. It reconnects by itself, with jitter, and is closed
 * when the session ends: nothing of it may stay connected.
 */
export function collabSocket(): HocuspocusProviderWebsocket {
  if (shared === null) {
    const url = new URL('/collab', window.location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    shared = new HocuspocusProviderWebsocket({ url: url.href, delay: 400, minDelay: 200, maxDelay: 8000 })
    window.addEventListener('offline', goOffline)
    window.addEventListener('online', goOnline)
    stopWatching = subscribeToSession(() => {
      if (readSession().status === 'signed-out') {
        close()
      }
    })
    if (!navigator.onLine) {
      goOffline()
    }
  }
  return shared
}

function close(): void {
  stopWatching?.()
  stopWatching = null
  window.removeEventListener('offline', goOffline)
  window.removeEventListener('online', goOnline)
  shared?.destroy()
  shared = null
}

/** The browser says so before any timeout would. */
const goOffline = (): void => {
  shared?.disconnect()
}

const goOnline = (): void => {
  void shared?.connect()
}
