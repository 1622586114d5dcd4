import { CLOSE_REASONS } from '#collab/protocol/closeReasons.ts'
import type { CollaborationError } from '../collaboration/CollaborationError.ts'
import { AppError } from './AppError.ts'
import { LockedError } from './LockedError.ts'
import { NotFoundError } from './NotFoundError.ts'
import { PermissionError } from './PermissionError.ts'

/** What a refusal of the live documents means over HTTP. */
export function refusalOf(error: CollaborationError): AppError {
  switch (error.reason) {
    case 'locked':
      return new LockedError()
    case 'not-found':
      return new NotFoundError('row')
    case 'forbidden':
    case 'revoked':
      return new PermissionError('update', 'Row')
    default:
      return new AppError({
        code: 'unavailable',
        status: 503,
        detail: `${CLOSE_REASONS[error.reason]} Send the request again in a few seconds.`,
        retryAfterSeconds: 2,
        cause: error,
      })
  }
}
