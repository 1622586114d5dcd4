/** Who is here. The client proposes `cell` and `range`; the server writes the rest from the session. */

export interface PresenceCell {
  row: string
  ordinal: number
}

/** A selection by its two corners. */
export interface PresenceRange {
  from: PresenceCell
  to: PresenceCell
}

export interface PresenceUser {
  id: string
  name: string
  /** Index into the user colours of the theme, 0 to 7 (`userColour`). */
  colour: number
}

export interface PresenceState {
  user: PresenceUser
  /** Null: looking at the sheet, no cell chosen. */
  cell: PresenceCell | null
  range?: PresenceRange
}

/** A state as others see it; null when it is none (an older or strange client). */
export function parsePresence(state: unknown): PresenceState | null {
  if (!isRecord(state) || !isRecord(state['user'])) {
    return null
  }
  const { id, name, colour } = state['user']
  if (typeof id !== 'string' || typeof name !== 'string' || typeof colour !== 'number') {
    return null
  }
  const range = parseRange(state['range'])
  const presence: PresenceState = { user: { id, name, colour }, cell: parseCell(state['cell']) }
  return range === null ? presence : { ...presence, range }
}

export function parseCell(value: unknown): PresenceCell | null {
  if (!isRecord(value)) {
    return null
  }
  const { row, ordinal } = value
  return typeof row === 'string' && row.length <= 36 && Number.isInteger(ordinal) && typeof ordinal === 'number'
    ? { row, ordinal }
    : null
}

export function parseRange(value: unknown): PresenceRange | null {
  if (!isRecord(value)) {
    return null
  }
  const [from, to] = [parseCell(value['from']), parseCell(value['to'])]
  return from === null || to === null ? null : { from, to }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
