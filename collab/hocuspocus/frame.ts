import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

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
/** In one line: whatever is written to a log about it stays one line. A provider may append a suffix behind a zero. */
const ADDRESS = /^[^\p{Cc}]+(?:\0[^\p{Cc}]*)?$/u
const EMPTY_UPDATE_BYTES = 2

/** Null when it is none: Hocuspocus would print an error for it, or worse. */
export function parseFrame(data: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(data)
    const address = decoding.readVarString(decoder)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an index that may be missing: checked in the next line
    const type = FRAME_TYPES[decoding.readVarUint(decoder) as keyof typeof FRAME_TYPES]
    return type !== undefined && isAddress(address) && isBodyWhole(decoder, type)
      ? { address, type, bytes: data.length }
      : null
  } catch {
    return null
  }
}

/** Hocuspocus keeps what it has open in plain objects, which know some names from the start. */
const isAddress = (address: string): boolean =>
  address.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(address) && !(address in Object.prototype)

function isBodyWhole(decoder: decoding.Decoder, type: Frame['type']): boolean {
  switch (type) {
    case 'sync':
    case 'sync-reply': {
      const step = decoding.readVarUint(decoder)
      const payload = decoding.readVarUint8Array(decoder)
      return step === 0 ? isStateVector(payload) : (step === 1 || step === 2) && payload.length >= EMPTY_UPDATE_BYTES
    }
    case 'awareness':
      return isPresence(decoding.readVarUint8Array(decoder))
    case 'auth':
      return (
        decoding.readVarUint(decoder) === 0 &&
        decoding.readVarString(decoder).length < 10_000 &&
        isEndOrVersion(decoder)
      )
    case 'stateless':
      return decoding.readVarString(decoder).length >= 0
    default:
      return true
  }
}

/** Throws where it is cut short. */
function isStateVector(bytes: Uint8Array): boolean {
  return bytes.length > 0 && Y.decodeStateVector(bytes).size >= 0
}

/** Client, clock and state of each; throws where it is cut short or a state is no JSON. */
function isPresence(bytes: Uint8Array): boolean {
  const decoder = decoding.createDecoder(bytes)
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    JSON.parse(decoding.readVarString(decoder))
  }
  return true
}

/** Newer providers say which version they are. */
const isEndOrVersion = (decoder: decoding.Decoder): boolean =>
  !decoding.hasContent(decoder) || decoding.readVarString(decoder).length < 100
