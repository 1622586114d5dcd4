import { WebSocketServer } from 'ws'
import { LIMITS } from '#collab/gate/limits.ts'

/** A frame has a head and a name besides its update. */
const FRAME_OVERHEAD = 4096
/** Compressing costs more than it saves below this. */
const DEFLATE_THRESHOLD = 64 << 10

/** Larger messages end their socket while they are still arriving or being unpacked (close code 1009). */
export const createSocketServer = (): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.bytes + FRAME_OVERHEAD,
    perMessageDeflate: {
      threshold: DEFLATE_THRESHOLD,
      zlibDeflateOptions: { level: 1 },
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
    },
  })
