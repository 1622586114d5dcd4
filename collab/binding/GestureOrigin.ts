import type * as Y from 'yjs'
import type { Gesture, GestureRange } from '../protocol/gestures.ts'

/** Origin of the transactions of one gesture, so that whoever sends them can say what they belong to. */
export class GestureOrigin {
  readonly gesture: Gesture

  constructor(gesture: Gesture) {
    this.gesture = gesture
  }
}

/** The clocks that a transaction of a gesture has used; null for any other transaction, and when it used none. */
export function gestureRange({ origin, doc, beforeState, afterState }: Y.Transaction): GestureRange | null {
  const client = doc.clientID
  const [from, to] = [beforeState.get(client) ?? 0, afterState.get(client) ?? 0]
  return origin instanceof GestureOrigin && to > from ? { ...origin.gesture, client, from, to } : null
}
