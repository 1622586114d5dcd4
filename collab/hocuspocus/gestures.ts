import type { Extension, onStatelessPayload } from '@hocuspocus/server'
import { parseGestures } from '#collab/protocol/gestures.ts'
import { sessionOf } from './connections.ts'

/**
 * Listens for what a client says of the gestures behind its next updates. Hocuspocus calls this before it takes the next
 * message of the document, so an announcement is noted before the update that it is about. Nothing in it can throw, because
 * Hocuspocus would let that end the process; what is no announcement is ignored.
 */
export function gestures(): Extension {
  return {
    extensionName: 'gestures',

    async onStateless({ connection, payload }: onStatelessPayload): Promise<void> {
      const message = parseGestures(payload)
      if (message !== null) {
        sessionOf(connection)?.gestures.note(message)
      }
    },
  }
}
