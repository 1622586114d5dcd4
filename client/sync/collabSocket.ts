import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'

let shared: HocuspocusProviderWebsocket | null = null

/** The one socket to /collab that all open sheets of this tab share. It reconnects by itself, with jitter. */
export function collabSocket(): HocuspocusProviderWebsocket {
  if (shared === null) {
    const url = new URL('/collab', window.location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    shared = new HocuspocusProviderWebsocket({ url: url.href, delay: 400, minDelay: 200, maxDelay: 8000 })
    window.addEventListener('offline', goOffline)
    window.addEventListener('online', goOnline)
    if (!navigator.onLine) {
      goOffline()
    }
  }
  return shared
}

/** Closes the socket: after sign-out nothing of the session may stay connected. */
export function closeCollabSocket(): void {
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
