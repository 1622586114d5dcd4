/**
 * Why the server refused or closed a document, as the client receives it. Hocuspocus passes only the reason: the provider
 * always sees close code 1000.
 */
export const CLOSE_REASONS = {
  unauthenticated: 'The access token is missing, wrong or expired. Get a new one and connect again.',
  'session-ended': 'The session was signed out. Sign in again.',
  forbidden: 'The session may not do that. Nothing was changed.',
  'not-found': 'There is no such document for this session.',
  'load-failed': 'The server could not load the document whole. Nothing is lost; connect again later.',
  'stale-generation': 'The document was folded; its successor was announced. Carry on there.',
  diverged: 'What this client has is not what the server has. Load the document anew; nothing that is open is lost.',
  locked: 'The cycle is locked. Nothing of this message was taken.',
  revoked: 'The rights of this session were taken away. Read them anew before connecting.',
  malformed: 'The bytes are no update.',
  'too-large': 'One message, patch or cell is larger than the limits.',
  'too-many-structs': 'One message has more changes than the limits.',
  'clock-gap': 'Earlier changes of this author are missing.',
  'unknown-dependency': 'The update builds on something that the server does not have.',
  'foreign-client': 'The Yjs client id belongs to another user or to the server.',
  'unknown-root': 'The update writes outside the three layers of a part.',
  'base-touched': 'The base layer is written by the server only.',
  'patch-deleted': 'A bulk write cannot be deleted.',
  unsupported: 'The update has content that a part never holds.',
  'bad-value': 'A value, row id or order key is none.',
  'journal-unavailable': 'The write could not be made durable. It was not taken; connect and send it again.',
  'too-busy': 'The write lost too many races, or too much is in flight. Connect and send it again.',
  'too-many-documents': 'More documents than one socket may have, or too many that may not be opened. Connect again.',
  'too-many-sockets': 'Many wait to sign in, and nobody did on this socket. Connect again.',
  'presence-too-large': 'A presence is longer than any needs to be.',
  'too-many-refusals': 'Too many writes without permission. Connect again later.',
  stopping: 'The server is stopping. Connect again in a moment.',
} as const

export type CloseReason = keyof typeof CLOSE_REASONS

export const isCloseReason = (value: unknown): value is CloseReason =>
  typeof value === 'string' && Object.hasOwn(CLOSE_REASONS, value)
