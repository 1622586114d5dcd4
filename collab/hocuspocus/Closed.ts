import type { CloseReason } from '#collab/protocol/closeReasons.ts'

/** A message or connection that is refused whole, for a reason that has nothing to do with its bytes. */
export class Closed extends Error {
  override name = 'Closed'
  readonly reason: CloseReason

  constructor(reason: CloseReason, options?: ErrorOptions) {
    super('', options) // Hocuspocus prints hook errors that have a message; the reason goes to the client
    this.reason = reason
  }
}
