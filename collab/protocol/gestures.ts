/** By which gesture a change was made: what the client says of its own clocks, and what the server knows of programs. */

import { GESTURE_KINDS, type ChangeKind } from '#shared/cells/changeKinds.ts'

export interface Gesture {
  kind: ChangeKind
  /** A UUID that its author gave it. The same in every document that it wrote to. */
  id: string
}

/** A UUIDv7. Works on pages that came by plain http too, where `crypto.randomUUID` is missing. */
export function newGestureId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10))
  const hex = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}

/** The changes of one Yjs client with clocks from `from` up to, but not at, `to` belong to that gesture. */
export interface GestureRange extends Gesture {
  client: number
  from: number
  to: number
}

/** What a client says before it sends the update that carries these clocks. */
export interface GesturesMessage {
  type: 'gestures'
  /** The Yjs client id that it writes as. */
  client: number
  list: Omit<GestureRange, 'client'>[]
}

/** Ranges of one message; a client with more sends several. */
export const MAX_GESTURES = 500
/** Of one message; far above `MAX_GESTURES` ranges. */
const MAX_LENGTH = 100_000

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The messages that announce these ranges. */
export function gesturesMessages(ranges: readonly GestureRange[]): GesturesMessage[] {
  return [...Map.groupBy(ranges, ({ client }) => client)].flatMap(([client, own]) =>
    Array.from({ length: Math.ceil(own.length / MAX_GESTURES) }, (_, i): GesturesMessage => {
      const list = own.slice(i * MAX_GESTURES, (i + 1) * MAX_GESTURES)
      return { type: 'gestures', client, list: list.map(({ from, to, kind, id }) => ({ from, to, kind, id })) }
    }),
  )
}

/** Null for anything that is no such message. */
export function parseGestures(payload: string): GesturesMessage | null {
  const message = payload.length > MAX_LENGTH ? null : parse(payload)
  if (!isRecord(message) || message['type'] !== 'gestures') {
    return null
  }
  const { client, list } = message
  return isWhole(client) && Array.isArray(list) && list.length <= MAX_GESTURES && list.every(isRange)
    ? { type: 'gestures', client, list: list.map(({ from, to, kind, id }) => ({ from, to, kind, id })) }
    : null
}

export const isGestureRange = (value: unknown): value is GestureRange =>
  isRange(value) && 'client' in value && isWhole(value.client)

function isRange(value: unknown): value is GesturesMessage['list'][number] {
  if (!isRecord(value)) {
    return false
  }
  const { from, to, kind, id } = value
  return (
    isWhole(from) &&
    isWhole(to) &&
    from < to &&
    GESTURE_KINDS.some((known) => known === kind) &&
    typeof id === 'string' &&
    UUID.test(id)
  )
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
