/**
 * Documents that were left on a socket that goes on. The server closes one when it has handled what was sent for it; until
 * then, what arrives under its name is for whoever left. Somebody who comes back at once must not take it for theirs: an
 * answer to an earlier message would be counted as the answer to a later one.
 */
import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as decoding from 'lib0/decoding'

/** Message types of Hocuspocus 4. */
const AUTH = 2
const CLOSE = 7
const PERMISSION_DENIED = 1

/** A server that does not know the document says nothing. */
const PATIENCE_MS = 2000

const leaving = new WeakMap<HocuspocusProviderWebsocket, Map<string, Promise<void>>>()

/** The goodbye to a document has just been sent. */
export function leave(socket: HocuspocusProviderWebsocket, name: string): void {
  const { promise, resolve } = Promise.withResolvers<void>()
  const names = leaving.get(socket) ?? new Map<string, Promise<void>>()
  leaving.set(socket, names.set(name, promise))
  const end = (): void => {
    clearTimeout(timer)
    socket.off('message', see)
    socket.off('close', end)
    if (names.get(name) === promise) {
      names.delete(name)
    }
    resolve()
  }
  const see = ({ data }: { data: ArrayBuffer }): void => {
    if (isEnd(new Uint8Array(data), name)) {
      end()
    }
  }
  const timer = setTimeout(end, PATIENCE_MS)
  socket.on('message', see)
  socket.on('close', end)
}

/** Resolves when nothing more comes for whoever left that document. */
export const whenLeft = (socket: HocuspocusProviderWebsocket, name: string): Promise<void> =>
  leaving.get(socket)?.get(name) ?? Promise.resolve()

function isEnd(message: Uint8Array, name: string): boolean {
  const decoder = decoding.createDecoder(message)
  if (decoding.readVarString(decoder) !== name) {
    return false
  }
  const type = decoding.readVarUint(decoder)
  return type === CLOSE || (type === AUTH && decoding.readVarUint(decoder) === PERMISSION_DENIED)
}
