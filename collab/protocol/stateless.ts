/** Messages of the server to one client, beside the document. */
import { isHash, type HashMessage } from './hashes.ts'
import { parseFolding, parseGeneration, type FoldingMessage, type GenerationMessage } from './generations.ts'

/** Why one cell of an accepted message was not written; the rest of the message stands. */
export const REFUSAL_REASONS = [
  'no-permission',
  'locked',
  'unknown-row',
  'unknown-field',
  'formula-field',
  'list-not-allowed',
  'too-large',
  'bare-delete',
] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

export interface RefusedCell {
  row: string
  ordinal: number
  reason: RefusalReason
}

/** `cells` lists the first 1,000; `count` is how many there are. */
export interface RefusedMessage {
  type: 'refused'
  cells: RefusedCell[]
  count: number
}

/** What this session may write in this part from now on: ordinals (0 and 1 = rows may be added, moved and deleted). */
export interface RightsMessage {
  type: 'rights'
  writable: number[]
  locked: boolean
}

/** Values of this person and somebody else met in cells of this part: ask `GET conflicts`. */
export interface ConflictsMessage {
  type: 'conflicts'
}

/** Fields of the table, rights on them or what the cycle computes with changed: what `GET sheets` said is out of date. */
export interface DescribeMessage {
  type: 'describe'
}

export type StatelessMessage =
  | RefusedMessage
  | FoldingMessage
  | GenerationMessage
  | RightsMessage
  | DescribeMessage
  | ConflictsMessage
  | HashMessage

/** Null for anything else, so that an older client ignores what a newer server says. */
export function parseStateless(payload: string): StatelessMessage | null {
  const message = parseObject(payload)
  switch (message?.['type']) {
    case 'refused':
      return parseRefused(message)
    case 'folding':
      return parseFolding(message)
    case 'generation':
      return parseGeneration(message)
    case 'rights':
      return isOrdinals(message['writable']) && typeof message['locked'] === 'boolean'
        ? { type: 'rights', writable: message['writable'], locked: message['locked'] }
        : null
    case 'describe':
      return { type: 'describe' }
    case 'hash':
      return isHash(message['hash']) ? { type: 'hash', hash: message['hash'] } : null
    case 'conflicts':
      return { type: 'conflicts' }
    default:
      return null
  }
}

function parseRefused(message: Record<string, unknown>): RefusedMessage | null {
  const { cells, count } = message
  if (!Array.isArray(cells) || !cells.every(isRefusedCell) || typeof count !== 'number') {
    return null
  }
  return { type: 'refused', cells, count }
}

function isRefusedCell(value: unknown): value is RefusedCell {
  if (!isRecord(value)) {
    return false
  }
  const { row, ordinal, reason } = value
  return typeof row === 'string' && typeof ordinal === 'number' && REFUSAL_REASONS.some((known) => known === reason)
}

const isOrdinals = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isInteger)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseObject(payload: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(payload)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}
