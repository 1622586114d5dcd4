/** What the status bar says about the edits. Exactly one holds at any time. */
export type SaveStatus =
  | { kind: 'editing' }
  | { kind: 'saving' }
  | { kind: 'saved' }
  /** `kept`: on this device; otherwise they are lost with the tab. */
  | { kind: 'offline'; edits: number; kept: boolean }
  | { kind: 'refused' }
  | { kind: 'locked' }
  | { kind: 'forbidden' }

/** What decides it. */
export interface SaveFacts {
  refused: number
  locked: boolean
  canWrite: boolean
  connection: 'connecting' | 'online' | 'offline'
  /** Writes that the server has not acknowledged. */
  pending: number
  /** Every message of this connection is acknowledged. */
  settled: boolean
  /** An editor is open. */
  editing: boolean
  /** This device keeps what is typed. */
  kept: boolean
}

/** The worst news wins: refused edits, then read-only, then offline. "Saved" only when everything is acknowledged. */
export function saveStatus(facts: SaveFacts): SaveStatus {
  if (facts.refused > 0) {
    return { kind: 'refused' }
  }
  if (facts.locked) {
    return { kind: 'locked' }
  }
  if (!facts.canWrite) {
    return { kind: 'forbidden' }
  }
  if (facts.connection === 'offline') {
    return { kind: 'offline', edits: facts.pending, kept: facts.kept }
  }
  if (facts.editing) {
    return { kind: 'editing' }
  }
  return facts.connection === 'online' && facts.settled && facts.pending === 0 ? { kind: 'saved' } : { kind: 'saving' }
}
