import type { JobState } from '../api/jobs.ts'

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

/** Somebody who has a sheet open. */
export interface PersonInSheet {
  id: string
  name: string
  /** Of `userColour`. */
  colour: number
}

/** Everybody who has a sheet of a watched cycle open, as far as the listener may open it, too. */
export interface PeopleInSheets {
  cycle_id: string
  sheets: { table_id: string; people: PersonInSheet[] }[]
}

/** Why the server ended the session. */
export interface SessionEnded {
  reason: 'signed-out' | 'token-reused' | 'revoked'
}

/** A job was written down, went on or ended. Sent about twice a second while it runs. */
export interface JobMoved {
  id: string
  kind: string
  /** What it is about: of a run, the cycle. */
  subject_id: string | null
  state: JobState
  /** A part of one. */
  progress: number
}

export interface ServerEvents {
  /** What the person may do has changed: ask `GET me` again. */
  'rights:changed': () => void
  'cycle:changed': (event: CycleChanged) => void
  'notes:changed': (event: NotesChanged) => void
  /** Comes when a cycle is watched, and when somebody comes or goes; each replaces the one before. */
  'people:changed': (event: PeopleInSheets) => void
  /** Somebody of the tenant is called something else: names that were read may be others now. Without saying who. */
  'names:changed': () => void
  /** To who may see the job; one that somebody asked for also to who watches its cycle and may have it computed. */
  'job:moved': (event: JobMoved) => void
  'session:ended': (event: SessionEnded) => void
}

/** The answer says whether the caller may watch that cycle. */
export interface ClientEvents {
  'cycle:watch': (request: { cycle_id: string }, answer?: (result: { ok: boolean }) => void) => void
  'cycle:unwatch': (request: { cycle_id: string }) => void
}
