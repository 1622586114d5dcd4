import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { HardRefusal } from './HardRefusal.ts'

export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>

/** What an update is made of. Throws HardRefusal for bytes that are none, and for what would keep Yjs waiting or throwing. */
export function decodeUpdate(update: Uint8Array): DecodedUpdate {
  try {
    const decoded = Y.decodeUpdate(update)
    // of two sections of one client Yjs applies the last only, and would wait for ever for the first
    const sections = decoding.readVarUint(decoding.createDecoder(update))
    const ranges = [...decoded.ds.clients.values()].flat()
    // a deletion of nothing cannot be kept for later: Yjs would throw each time that it is applied
    if (sections === new Set(decoded.structs.map(({ id }) => id.client)).size && ranges.every(({ len }) => len > 0)) {
      return decoded
    }
  } catch {
    // below
  }
  throw new HardRefusal('malformed')
}
