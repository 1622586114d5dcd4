import type { Connection, Extension, onStatelessPayload } from '@hocuspocus/server'
import { parseGestures } from '#collab/protocol/gestures.ts'
import { parseMismatch, type MismatchMessage } from '#collab/protocol/hashes.ts'
import { sessionOf } from './connections.ts'

/**
 * What a client says beside the document: by which gestures its next updates were made, and that its content differs.
 * Hocuspocus calls this before it takes the next message of the document, so an announcement is noted before the update
 * that it is about. Whatever else comes is ignored.
 */
export function saying(onMismatch: (connection: Connection, message: MismatchMessage) => void): Extension {
  return {
    extensionName: 'saying',

    async onStateless({ connection, payload }: onStatelessPayload): Promise<void> {
      const session = sessionOf(connection)
      const gestures = parseGestures(payload)
      if (gestures !== null) {
        session?.gestures.note(gestures)
        return
      }
      const mismatch = parseMismatch(payload)
      if (mismatch !== null && session !== null) {
        onMismatch(connection, mismatch)
      }
    },
  }
}
