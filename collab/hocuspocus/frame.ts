import * as decoding from 'lib0/decoding'

/** Message types of Hocuspocus 4 that a client may send, by their number on the wire. */
const FRAME_TYPES = {
  0: 'sync',
  1: 'awareness',
  2: 'auth',
  3: 'query-awareness',
  4: 'sync-reply',
  5: 'stateless',
  7: 'close',
} as const

/** One message of a client, without looking at its body. */
export interface Frame {
  /** The document (and the provider's own suffix, if any). */
  address: string
  type: (typeof FRAME_TYPES)[keyof typeof FRAME_TYPES]
  bytes: number
}

const MAX_ADDRESS_LENGTH = 200
const EMPTY_UPDATE_BYTES = 2

/** Null when it is none: Hocuspocus would print an error for it, or worse. */
export function parseFrame(data: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(data)
    const address = decoding.readVarString(decoder)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an index that may be missing: checked in the next line
    const type = FRAME_TYPES[decoding.readVarUint(decoder) as keyof typeof FRAME_TYPES]
    if (type === undefined || address.length === 0 || address.length > MAX_ADDRESS_LENGTH || address === '__proto__') {
      return null
    }
    return isBodyWhole(decoder, type) ? { address, type, bytes: data.length } : null
  } catch {
    return null
  }
}

function isBodyWhole(decoder: decoding.Decoder, type: Frame['type']): boolean {
  switch (type) {
    case 'sync':
    case 'sync-reply': {
      const step = decoding.readVarUint(decoder)
      const payload = decoding.readVarUint8Array(decoder)
      return step === 0 ? payload.length > 0 : (step === 1 || step === 2) && payload.length >= EMPTY_UPDATE_BYTES
    }
    case 'awareness':
      return decoding.readVarUint8Array(decoder).length > 0
    case 'auth':
      return decoding.readVarUint(decoder) === 0 && decoding.readVarString(decoder).length < 10_000
    case 'stateless':
      return decoding.readVarString(decoder).length >= 0
    default:
      return true
  }
}
