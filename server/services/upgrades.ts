import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { EVENTS_PATH } from '#shared/events/events.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { isAllowedOrigin } from '../middleware/isAllowedOrigin.ts'

const COLLAB_PATH = '/collab'

/**
 * Sends each WebSocket upgrade of the one port to its owner. Browsers always say which page asks: a foreign one is
 * refused. socket.io listens for its own path and checks the origin itself. Answers a function that refuses all further
 * upgrades, for stopping.
 */
export function routeUpgrades(
  server: Server,
  collaboration: Pick<Collaboration, 'handleUpgrade'>,
  allowedOrigins: readonly string[],
): () => void {
  let stopping = false
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = pathOf(request)
    if (path === EVENTS_PATH || path === `${EVENTS_PATH}/`) {
      return
    }
    const { origin, host } = request.headers
    if (stopping) {
      refuse(socket, '503 Service Unavailable')
    } else if (path !== COLLAB_PATH && path !== `${COLLAB_PATH}/`) {
      refuse(socket, '404 Not Found')
    } else if (origin !== undefined && !isAllowedOrigin(origin, host, allowedOrigins)) {
      refuse(socket, '403 Forbidden')
    } else {
      collaboration.handleUpgrade(request, socket, head)
    }
  })
  return () => {
    stopping = true
  }
}

function pathOf(request: IncomingMessage): string | null {
  return URL.parse(request.url ?? '', 'http://server')?.pathname ?? null
}

/** `end` and not `destroy`: the client shall read the reason. A socket that breaks meanwhile is gone anyway. */
function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
