import { createHash } from 'node:crypto'
import type { Gesture } from '#collab/protocol/gestures.ts'
import type { WriteOrigin } from '#collab/hocuspocus/Journal.ts'

/** What is known of the author of a change. */
export interface ChangeAuthor {
  documentId: number
  seq: number
  actorId: string | null
  origin: WriteOrigin
}

/**
 * What a gesture goes by in the history. It depends on who made it, so that nobody can put changes into the gesture of
 * somebody else. The first half is the one that was given, which begins with the time: neighbours stay neighbours.
 */
export function historyGesture({ documentId, seq, actorId, origin }: ChangeAuthor, gesture: Gesture | null): Gesture {
  if (gesture === null) {
    return { kind: kindOf(origin), id: uuidOf(hex(documentId) + hex(seq)) }
  }
  const given = gesture.id.replaceAll('-', '')
  const own = createHash('sha256')
    .update(`${actorId ?? ''} ${given}`)
    .digest('hex')
    .slice(0, HALF)
  return { kind: gesture.kind, id: uuidOf(given.slice(0, HALF) + own) }
}

const HALF = 16

const hex = (n: number): string => n.toString(16).padStart(HALF, '0')

const uuidOf = (digits: string): string =>
  [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')

function kindOf(origin: WriteOrigin): Gesture['kind'] {
  switch (origin) {
    case 'socket':
      return 'typed'
    case 'api':
    case 'import':
      return origin
    case 'fold':
    case 'system':
      return 'system'
  }
}
