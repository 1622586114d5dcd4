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

/** A selection in the text of a note, as Yjs writes relative positions in JSON. */
export interface PresenceCursor {
  anchor: NotePosition
  head: NotePosition
}

interface NoteItem {
  client: number
  clock: number
}

interface NotePosition {
  type?: NoteItem | undefined
  tname?: string | undefined
  item?: NoteItem | undefined
  assoc: number
}

export interface PresenceState {
  user: PresenceUser
  /** Null: looking at the sheet, no cell chosen. */
  cell: PresenceCell | null
  range?: PresenceRange
  /** In a note only. */
  cursor?: PresenceCursor
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
  const cursor = parseCursor(state['cursor'])
  return {
    user: { id, name, colour },
    cell: parseCell(state['cell']),
    ...(range === null ? {} : { range }),
    ...(cursor === null ? {} : { cursor }),
  }
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

export function parseCursor(value: unknown): PresenceCursor | null {
  if (!isRecord(value)) {
    return null
  }
  const [anchor, head] = [parsePosition(value['anchor']), parsePosition(value['head'])]
  return anchor === null || head === null ? null : { anchor, head }
}

function parsePosition(value: unknown): NotePosition | null {
  if (!isRecord(value)) {
    return null
  }
  const [type, item] = [parseItem(value['type']), parseItem(value['item'])]
  const { tname, assoc } = value
  const isNamed = typeof tname === 'string' && tname.length <= 20
  return {
    ...(type === null ? {} : { type }),
    ...(isNamed ? { tname } : {}),
    ...(item === null ? {} : { item }),
    assoc: assoc === -1 ? -1 : 0,
  }
}

function parseItem(value: unknown): NoteItem | null {
  return isRecord(value) && isCount(value['client']) && isCount(value['clock'])
    ? { client: value['client'], clock: value['clock'] }
    : null
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
