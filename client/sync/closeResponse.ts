import { isCloseReason } from '#collab/protocol/closeReasons.ts'
import { assertNever } from '#shared/result/assertNever.ts'

/** What to do when the server closes or refuses a document. Local edits are never dropped by any of them. */
export type CloseResponse =
  /** Get a token and connect again, soon. */
  | 'authenticate'
  /** Connect again later; nothing is wrong with the edits. */
  | 'retry'
  /** Ask for the sheet anew: its rights or its document changed. */
  | 'describe'
  /** Load the sheet as it was locked, and keep it read-only. */
  | 'freeze-locked'
  /** Keep showing what is there, read-only. */
  | 'freeze'
  /** The same, and ask for the sheet anew: it may go on without this document. */
  | 'freeze-and-describe'
  /** The server will never take this document: keep the values apart and load it fresh. */
  | 'start-fresh'
  /** Load it fresh and go on with what is open. */
  | 'reload'
  /** The connection was lost; the socket comes back by itself. */
  | 'wait'

/** The response to the reason of a close; unknown reasons are lost connections. */
export function closeResponse(reason: string): CloseResponse {
  if (!isCloseReason(reason)) {
    return 'wait'
  }
  switch (reason) {
    case 'unauthenticated':
      return 'authenticate'
    case 'load-failed':
    case 'journal-unavailable':
    case 'too-busy':
    case 'too-many-documents':
    case 'too-many-sockets':
    case 'presence-too-large':
    case 'too-many-refusals':
    case 'stopping':
      return 'retry'
    case 'stale-generation':
    case 'revoked':
      return 'describe'
    case 'locked':
      return 'freeze-locked'
    case 'session-ended':
      return 'freeze'
    case 'forbidden':
    case 'not-found':
      return 'freeze-and-describe'
    case 'diverged':
      return 'reload'
    case 'malformed':
    case 'too-large':
    case 'too-many-structs':
    case 'clock-gap':
    case 'unknown-dependency':
    case 'foreign-client':
    case 'unknown-root':
    case 'base-touched':
    case 'patch-deleted':
    case 'unsupported':
    case 'bad-value':
      return 'start-fresh'
    default:
      return assertNever(reason)
  }
}
