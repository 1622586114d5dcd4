/** socket.io messages at /events. The client connects with `auth: { token }` (the access token). */
export const EVENTS_PATH = '/events'

/** A sheet of a watched cycle has new totals. Sent at most every 250 ms per cycle. */
export interface CycleChanged {
  cycle_id: string
  table_id: string
  /** ISO time. */
  at: string
}

/** Notes on rows of a sheet of a watched cycle were written. Sent at most every 250 ms per sheet. */
export type NotesChanged = CycleChanged

/** Why the server ended the session. */
export interface SessionEnded {
  reason: 'signed-out' | 'token-reused' | 'revoked'
}

export interface ServerEvents {
  /** What the person may do has changed: ask `GET me` again. */
  'rights:changed': () => void
  'cycle:changed': (event: CycleChanged) => void
  'notes:changed': (event: NotesChanged) => void
  'session:ended': (event: SessionEnded) => void
}

/** The answer says whether the caller may watch that cycle. */
export interface ClientEvents {
  'cycle:watch': (request: { cycle_id: string }, answer?: (result: { ok: boolean }) => void) => void
  'cycle:unwatch': (request: { cycle_id: string }) => void
}
