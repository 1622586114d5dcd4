import type { CloseReason } from '#collab/protocol/closeReasons.ts'

/** A write or read of a sheet that was refused as a whole; `reason` as on the socket (`CLOSE_REASONS` says what it means). */
export class CollaborationError extends Error {
  override name = 'CollaborationError'
  readonly reason: CloseReason

  constructor(reason: CloseReason, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}
