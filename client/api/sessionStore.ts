import type { MeReply } from '#shared/api/auth.ts'

/**
 * Who is signed in. `unknown`: not asked yet; `unreachable`: the server did not answer, so nobody knows;
 * `signed-out` carries why, so that the sign-in page can say it.
 */
export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'unreachable' }
  | { readonly status: 'signed-in'; readonly me: MeReply }
  | { readonly status: 'signed-out'; readonly reason: 'none' | 'ended' | 'by-choice' }

let state: SessionState = { status: 'unknown' }
const listeners = new Set<() => void>()

export function readSession(): SessionState {
  return state
}

export function writeSession(next: SessionState): void {
  state = next
  for (const listener of listeners) {
    listener()
  }
}

export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
