/** Both sides say what they have, so that replicas that differ by a fault do not stay so. */

/** Server to client: the content of this document as it is now (`contentHash`). */
export interface HashMessage {
  type: 'hash'
  hash: string
}

/** Client to server: I had other content when I was told `hash`. */
export interface MismatchMessage {
  type: 'mismatch'
  hash: string
  own: string
}

const HASH = /^[0-9a-f]{16}$/
const MAX_LENGTH = 200

export const isHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value)

/** Null for anything that is no such message. */
export function parseMismatch(payload: string): MismatchMessage | null {
  if (payload.length > MAX_LENGTH) {
    return null
  }
  try {
    const value: unknown = JSON.parse(payload)
    if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'mismatch') {
      return null
    }
    if ('hash' in value && isHash(value.hash) && 'own' in value && isHash(value.own)) {
      return { type: 'mismatch', hash: value.hash, own: value.own }
    }
  } catch {
    // none
  }
  return null
}
